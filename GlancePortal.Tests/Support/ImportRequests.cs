using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>What tests of imports say often.</summary>
internal static class ImportRequests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A new image with these properties.</summary>
    public static Task<string> NewImageAsync(
        this HttpClient client, IReadOnlyDictionary<string, string>? properties = null, string diskFormat = "raw")
    {
        var body = new JsonObject { ["name"] = "import", ["disk_format"] = diskFormat, ["container_format"] = "bare" };
        foreach (var (name, value) in properties ?? new Dictionary<string, string>())
        {
            body[name] = value;
        }

        return client.CreateImageIdAsync(body.ToJsonString());
    }

    /// <summary>Sends data in one request, to `file` or `stage`.</summary>
    public static async Task<HttpResponseMessage> PutDataAsync(this HttpClient client, string id, byte[] data, string where = "file")
    {
        using var content = new ByteArrayContent(data);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await client.PutAsync($"/v2/images/{id}/{where}", content, Cancellation);
    }

    /// <summary>Stages data, begins its import and waits for the end of the task.</summary>
    /// <returns>The task.</returns>
    public static async Task<JsonNode> StageAndImportAsync(this HttpClient client, HttpClient admin, string id, byte[] data)
    {
        using var staged = await client.PutDataAsync(id, data, "stage");
        Assert.Equal(HttpStatusCode.NoContent, staged.StatusCode);
        using var begun = await client.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/import", """{ "method": { "name": "glance-direct" } }""");
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        return await admin.EndOfImportAsync(id);
    }

    /// <summary>The last task of an image, once it has ended.</summary>
    public static Task<JsonNode> EndOfImportAsync(this HttpClient client, string id) => Eventually.SeeAsync(
        async () => (await client.GetJsonAsync($"/v2/images/{id}/tasks"))["tasks"]!.AsArray()
            .OrderBy(task => task!["created_at"]!.ToString(), StringComparer.Ordinal).Last()!,
        task => task["status"]!.ToString() is "success" or "failure", Cancellation);
}
