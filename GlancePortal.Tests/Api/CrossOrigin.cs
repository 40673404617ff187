using System.Net;
using System.Net.Http.Headers;
using GlancePortal.Api;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>Calls from pages of other origins: glance-behaviour.md, section 2.</summary>
[Trait("Suite", "api")]
public sealed class CrossOrigin(CrossOrigin.OpenPortal portal) : IClassFixture<CrossOrigin.OpenPortal>
{
    private const string Horizon = "https://horizon.example:8443";
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    private static readonly string[] RequestHeaders =
    [
        "Content-MD5", "X-Image-Meta-Checksum", "X-Storage-Token", "Accept-Encoding", "X-Auth-Token", "X-Identity-Status", "X-Roles",
        "X-Service-Catalog", "X-User-Id", "X-Tenant-Id", "X-OpenStack-Request-ID", "Content-Type",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_of_an_allowed_origin_uploads_with_its_token()
    {
        using var client = await portal.ClientOfAsync("alice", "alpha");
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");

        using var preflight = await PreflightAsync(portal, $"/v2/images/{id}/file", Horizon, "PUT", "content-type,x-auth-token");
        using var upload = new HttpRequestMessage(HttpMethod.Put, $"/v2/images/{id}/file") { Content = new ByteArrayContent([1, 2]) };
        upload.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        upload.Headers.Add("Origin", Horizon);
        using var answer = await client.SendAsync(upload, Cancellation);

        Assert.True(preflight.IsSuccessStatusCode);
        Assert.Equal([Horizon], preflight.Headers.GetValues(AllowOrigin));
        Assert.Equal(["DELETE", "GET", "PATCH", "POST", "PUT"], List(preflight, "Access-Control-Allow-Methods").Order(StringComparer.Ordinal));
        Assert.Empty(RequestHeaders.Except(List(preflight, "Access-Control-Allow-Headers")));
        Assert.Equal(["600"], preflight.Headers.GetValues("Access-Control-Max-Age"));
        Assert.Equal(["true"], preflight.Headers.GetValues("Access-Control-Allow-Credentials"));
        Assert.StartsWith("req-", preflight.Headers.GetValues("X-Openstack-Request-Id").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal([Horizon], answer.Headers.GetValues(AllowOrigin));
        Assert.Equal(
            ["X-Auth-Token", "X-Image-Meta-Checksum", "X-OpenStack-Request-ID", "X-Service-Token", "X-Subject-Token"],
            List(answer, "Access-Control-Expose-Headers").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/v2/images/none", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v2/images", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/versions", HttpStatusCode.OK)]
    public async Task A_page_can_read_every_answer_errors_too(string method, string path, HttpStatusCode status)
    {
        using var client = await portal.ClientOfAsync("alice", "alpha");
        using var answer = await client.SendJsonAsync(new HttpMethod(method), path, headers: ("Origin", Horizon));

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal([Horizon], answer.Headers.GetValues(AllowOrigin));
    }

    [Fact]
    public async Task A_page_can_read_that_it_needs_a_token()
    {
        using var client = portal.CreateClient();
        using var answer = await client.SendJsonAsync(HttpMethod.Get, "/v2/images", headers: ("Origin", Horizon));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal([Horizon], answer.Headers.GetValues(AllowOrigin));
    }

    [Theory]
    [InlineData("/v2/images", "https://horizon.example")]
    [InlineData("/v2/images", "https://evil.example")]
    [InlineData("/api/v1/images/none/file", Horizon)]
    [InlineData("/sign-in", Horizon)]
    [InlineData("/metrics", Horizon)]
    public async Task Other_origins_and_the_doors_of_the_cookie_are_not_open(string path, string origin)
    {
        using var client = await portal.ClientOfAsync("alice", "alpha");
        using var answer = await client.SendJsonAsync(HttpMethod.Get, path, headers: ("Origin", origin));
        using var preflight = await PreflightAsync(portal, path, origin, "GET", "x-auth-token");

        Assert.False(answer.Headers.Contains(AllowOrigin));
        Assert.False(preflight.Headers.Contains(AllowOrigin));
    }

    [Fact]
    public async Task Without_a_setting_no_origin_is_allowed()
    {
        using var closed = new TrustingPortal();
        using var preflight = await PreflightAsync(closed, "/v2/images", Horizon, "GET", "x-auth-token");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, preflight.StatusCode);
        Assert.False(preflight.Headers.Contains(AllowOrigin));
    }

    [Fact]
    public async Task A_star_allows_every_origin()
    {
        using var open = new TrustingPortal { Settings = { ["Cors:AllowedOrigins"] = "*" } };
        using var preflight = await PreflightAsync(open, "/v2/images", "https://anybody.example", "GET", "x-auth-token");

        Assert.Equal(["*"], preflight.Headers.GetValues(AllowOrigin));
        Assert.False(preflight.Headers.Contains("Access-Control-Max-Age"));
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("horizon.example", false, "AllowedOrigins")]
    [InlineData("https://horizon.example/", false, "AllowedOrigins")]
    [InlineData("ftp://horizon.example", false, "AllowedOrigins")]
    [InlineData("*", true, "AllowCredentials")]
    public void What_is_no_origin_stops_the_start(string origin, bool credentials, string key)
    {
        var verdict = new PortalCorsOptionsRules().Validate(null, new PortalCorsOptions { AllowedOrigins = [origin], AllowCredentials = credentials });

        Assert.StartsWith($"Cors:{key}: ", Assert.Single(verdict.Failures!), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> PreflightAsync(PortalFactory portal, string path, string origin, string method, string headers)
    {
        using var client = portal.CreateClient(new() { AllowAutoRedirect = false });
        return await client.SendJsonAsync(
            HttpMethod.Options, path, body: null,
            ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));
    }

    private static IEnumerable<string> List(HttpResponseMessage answer, string header) =>
        answer.Headers.GetValues(header).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries));

    public sealed class OpenPortal : PortalFactory
    {
        public OpenPortal()
        {
            Settings["Cors:AllowedOrigins"] = $"http://other.example,{Horizon}";
            Settings["Cors:AllowCredentials"] = "true";
            Settings["Cors:MaxAge"] = "10min";
        }
    }
}
