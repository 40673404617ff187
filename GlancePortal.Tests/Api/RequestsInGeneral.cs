using System.Net;
using System.Text.RegularExpressions;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>What holds for every request: glance-behaviour.md, section 2.</summary>
[Trait("Suite", "api")]
public sealed partial class RequestsInGeneral(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    private const string RequestId = "X-Openstack-Request-Id";
    private const string Image = "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

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

    [Fact]
    public async Task The_case_of_a_role_does_not_matter()
    {
        using var client = portal.Client("rEADER");

        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, "/v2/images"));
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

    public static TheoryData<string, string> Paths => new()
    {
        { "/v2/images", "GET, POST" },
        { Image, "DELETE, GET, PATCH" },
        { $"{Image}/file", "GET, PUT" },
        { $"{Image}/stage", "PUT" },
        { $"{Image}/import", "POST" },
        { $"{Image}/actions/deactivate", "POST" },
        { $"{Image}/actions/reactivate", "POST" },
        { $"{Image}/tags/x", "DELETE, PUT" },
        { $"{Image}/members", "GET, POST" },
        { $"{Image}/members/x", "DELETE, GET, PUT" },
        { $"{Image}/tasks", "GET" },
        { "/v2/tasks", "GET, POST" },
        { "/v2/tasks/x", "DELETE, GET" },
        { "/v2/stores/local/x", "DELETE" },
        { "/v2/info/import", "GET" },
        { "/v2/info/stores", "GET" },
        { "/v2/info/stores/detail", "GET" },
        { "/v2/info/usage", "GET" },
        { "/v2/schemas/image", "GET" },
        { "/v2/schemas/images", "GET" },
        { "/v2/schemas/member", "GET" },
        { "/v2/schemas/members", "GET" },
        { "/v2/schemas/task", "GET" },
        { "/v2/schemas/tasks", "GET" },
        { "/v2/schemas/metadefs/tag", "GET" },
        { "/v2/metadefs/resource_types", "GET" },
        { "/v2/metadefs/namespaces", "GET, POST" },
        { "/v2/metadefs/namespaces/x", "DELETE, GET, PUT" },
        { "/v2/metadefs/namespaces/x/properties", "DELETE, GET, POST" },
        { "/v2/metadefs/namespaces/x/properties/x", "DELETE, GET, PUT" },
        { "/v2/metadefs/namespaces/x/objects", "DELETE, GET, POST" },
        { "/v2/metadefs/namespaces/x/objects/x", "DELETE, GET, PUT" },
        { "/v2/metadefs/namespaces/x/tags", "DELETE, GET, POST" },
        { "/v2/metadefs/namespaces/x/tags/x", "DELETE, GET, POST, PUT" },
        { "/v2/metadefs/namespaces/x/resource_types", "GET, POST" },
        { "/v2/metadefs/namespaces/x/resource_types/x", "DELETE" },
    };

    [Fact]
    public void Every_route_is_among_the_paths()
    {
        var routes = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(route => route.RoutePattern.RawText!.TrimEnd('/')).Where(route => route.StartsWith("/v2/", StringComparison.Ordinal))
            .Except(["/v2/images/{id}/locations"]);

        Assert.DoesNotContain(routes, route => !Paths.Any(path => Regex.IsMatch(path.Data.Item1, $"^{Parameter().Replace(route, "[^/]+")}$")));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_wrong_method_is_405_with_the_right_ones(string path, string allowed)
    {
        using var client = portal.Client("admin");
        foreach (var method in Methods.Except(allowed.Split(", ")))
        {
            using var answer = await client.SendJsonAsync(new HttpMethod(method), path);

            Assert.Equal((method, HttpStatusCode.MethodNotAllowed), (method, answer.StatusCode));
            Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order()));
        }
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    public async Task Of_locations_only_one_of_the_two_methods_is_named(string method)
    {
        using var client = portal.Client("admin");
        using var answer = await client.SendJsonAsync(new HttpMethod(method), $"{Image}/locations");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
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
    [InlineData("", false)]
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

    // The common clients take the tags out of an error in HTML and show the rest as it is.
    [Fact]
    public async Task An_error_in_html_reads_as_text_and_holds_no_markup_of_the_sender()
    {
        using var client = portal.Client();
        using var answer = await client.GetAsync("/v2/images/it's \"Müller\" <b>&", Cancellation);

        Assert.Contains(
            "No image found with ID it's \"Müller\" &lt;b&gt;&amp;<br />", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
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
    [InlineData("DELETE", "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8/tags/x")]
    [InlineData("POST", "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8/actions/deactivate")]
    [InlineData("POST", "/v2/images/6ba7b810-9dad-11d1-80b4-00c04fd430c8/actions/reactivate")]
    [InlineData("GET", "/v2/schemas/image")]
    public async Task A_body_where_none_belongs_is_400(string method, string path)
    {
        using var client = portal.Client();
        using var answer = await client.SendTextAsync(new HttpMethod(method), path, "{}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Nothing_that_is_read_or_deleted_takes_a_body()
    {
        using var client = portal.Client("admin");
        var routes = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText?.StartsWith("/v2/", StringComparison.Ordinal) == true)
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Intersect(["GET", "DELETE"])
                .Select(method => (Method: method, Path: Parameter().Replace(route.RoutePattern.RawText!, "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))))
            .Where(route => (route.Method, route.Path) != ("DELETE", $"{Image}/locations")).ToList();

        Assert.NotEmpty(routes);
        foreach (var (method, path) in routes)
        {
            using var answer = await client.SendTextAsync(new HttpMethod(method), path, "{}");

            Assert.Equal((method, path, HttpStatusCode.BadRequest), (method, path, answer.StatusCode));
        }
    }

    [Theory]
    [InlineData(36)]
    [InlineData(37)]
    [InlineData(300)]
    public async Task What_is_too_long_or_too_odd_for_an_id_names_no_image(int length)
    {
        using var client = portal.Client();
        var path = $"/v2/images/{new string('a', length)}";

        (string Method, string Below)[] requests =
            [("GET", ""), ("DELETE", ""), ("GET", "/file"), ("GET", "/members"), ("GET", "/tasks"), ("PUT", "/tags/x"), ("POST", "/actions/deactivate")];
        foreach (var (method, below) in requests)
        {
            Assert.Equal((below, HttpStatusCode.NotFound), (below, await client.StatusAsync(new HttpMethod(method), path + below)));
        }
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("^req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    private static partial Regex OwnId();
}
