using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>Short words for what nearly every test over HTTP does.</summary>
internal static class HttpJson
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The answer's body as JSON.</summary>
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation) ?? throw new InvalidOperationException("The body is empty.");

    /// <summary>The body behind an address that must answer 200.</summary>
    public static async Task<JsonNode> GetJsonAsync(this HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    /// <summary>Compares the members that <paramref name="members"/> names; there may be others.</summary>
    public static void AssertHas(this JsonNode body, string members)
    {
        var expected = JsonNode.Parse(members)!.AsObject();
        var actual = new JsonObject(expected.Where(member => body.AsObject().ContainsKey(member.Key))
            .Select(member => KeyValuePair.Create(member.Key, body[member.Key]?.DeepClone())));
        Assert.Equal(expected.ToString(), actual.ToString());
    }

    /// <summary>The status of a request with an optional JSON body.</summary>
    public static async Task<System.Net.HttpStatusCode> StatusAsync(this HttpClient client, HttpMethod method, string address, JsonNode? body = null)
    {
        using var answer = await client.SendJsonAsync(method, address, body);
        return answer.StatusCode;
    }

    /// <summary>Sends an optional JSON body.</summary>
    public static async Task<HttpResponseMessage> SendJsonAsync(
        this HttpClient client, HttpMethod method, string address, JsonNode? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await client.SendAsync(request, Cancellation);
    }
}
