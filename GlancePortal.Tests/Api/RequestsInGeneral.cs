using System.Net;
using System.Text.RegularExpressions;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "api")]
public sealed partial class RequestsInGeneral(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    private const string RequestId = "X-Openstack-Request-Id";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v2/images")]
    [InlineData("/v2/images/none")]
    [InlineData("/v2/nothing")]
    [InlineData("/api/v1/images/none/file")]
    [InlineData("/")]
    public async Task Every_answer_has_a_request_id_of_its_own(string path)
    {
        using var client = portal.Client();
        using var one = await client.GetAsync(path, Cancellation);
        using var other = await client.GetAsync(path, Cancellation);

        Assert.Matches(OwnId(), one.Headers.GetValues(RequestId).Single());
        Assert.NotEqual(one.Headers.GetValues(RequestId).Single(), other.Headers.GetValues(RequestId).Single());
    }

    [Theory]
    [InlineData("req-6ba7b810-9dad-11d1-80b4-00c04fd430c8", true)]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8", true)]
    [InlineData("anything else", false)]
    public async Task A_clients_request_id_is_taken_over_when_it_is_one(string sent, bool isTaken)
    {
        using var client = portal.Client();
        using var answer = await client.SendJsonAsync(HttpMethod.Get, "/v2/images", headers: (RequestId, sent));

        Assert.Equal(isTaken, answer.Headers.GetValues(RequestId).Single() == "req-6ba7b810-9dad-11d1-80b4-00c04fd430c8");
    }

    [Theory]
    [InlineData(64, HttpStatusCode.OK)]
    [InlineData(65, HttpStatusCode.RequestHeaderFieldsTooLarge)]
    public async Task A_request_id_of_more_than_64_characters_is_431(int length, HttpStatusCode status)
    {
        using var client = portal.Client();
        using var answer = await client.SendJsonAsync(HttpMethod.Get, "/v2/images", headers: (RequestId, new string('a', length)));

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v2/images")]
    [InlineData("/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8/file")]
    public async Task Without_a_token_there_is_only_where_to_get_one(string path)
    {
        using var client = portal.CreateClient();
        using var answer = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Keystone uri=\"http://localhost/v3\"", answer.Headers.WwwAuthenticate.Single().ToString());
    }

    [Theory]
    [InlineData("DELETE", "/v2/images", "GET, POST")]
    [InlineData("POST", "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8", "DELETE, GET, PATCH")]
    [InlineData("HEAD", "/v2/schemas/image", "GET")]
    public async Task A_wrong_method_is_405_with_the_right_ones(string method, string path, string allowed)
    {
        using var client = portal.Client();
        using var answer = await client.SendJsonAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order()));
    }

    [Fact]
    public async Task An_unknown_verb_is_501_and_an_unknown_path_404()
    {
        using var client = portal.Client();

        Assert.Equal(HttpStatusCode.NotImplemented, await client.StatusAsync(new HttpMethod("BREW"), "/v2/images"));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, "/v2/coffee"));
    }

    [Theory]
    [InlineData("application/json", true)]
    [InlineData("application/json, text/html;q=0.5", true)]
    [InlineData("application/json, text/html", true)]
    [InlineData("application/json;q=0.5, text/html", false)]
    [InlineData("application/json;q=0.5, */*", false)]
    [InlineData("*/*", false)]
    [InlineData(null, false)]
    public async Task An_error_is_json_only_for_a_client_that_would_rather_have_it(string? accept, bool isJson)
    {
        using var client = portal.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/images/<none>");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(isJson ? "application/json" : "text/html", answer.Content.Headers.ContentType?.MediaType);
        if (isJson)
        {
            var error = await answer.JsonAsync();
            Assert.Equal("404 Not Found", error["code"]!.ToString());
            Assert.Equal("Not Found", error["title"]!.ToString());
            Assert.Equal("No image found with ID <none>", error["message"]!.ToString());
        }
        else
        {
            Assert.Contains("No image found with ID &lt;none&gt;", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Behind_our_own_door_an_error_is_problem_details_with_a_code()
    {
        using var client = portal.Client();
        using var answer = await client.GetAsync("/api/v1/images/none/file", Cancellation);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.JsonAsync();
        Assert.Equal("image.not_found", problem["code"]!.ToString());
        Assert.Equal(404, (int)problem["status"]!);
        Assert.Equal(answer.Headers.GetValues(RequestId).Single(), problem["requestId"]!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\"text\"")]
    [InlineData("""{ "name": "\ud800" }""")]
    [InlineData("[]")]
    public async Task A_body_that_is_no_json_object_is_400(string body)
    {
        using var client = portal.Client();
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_not_utf8_is_400()
    {
        using var client = portal.Client();
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);
        using var answer = await client.PostAsync("/v2/images", content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v2/images")]
    [InlineData("GET", "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    [InlineData("DELETE", "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    [InlineData("PUT", "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8/tags/x")]
    [InlineData("GET", "/v2/schemas/image")]
    public async Task A_body_where_none_belongs_is_400(string method, string path)
    {
        using var client = portal.Client();
        using var answer = await client.SendTextAsync(new HttpMethod(method), path, "{}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [GeneratedRegex("^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    private static partial Regex OwnId();
}
