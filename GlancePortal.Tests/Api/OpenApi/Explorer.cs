using System.Net;
using System.Text.RegularExpressions;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.OpenApi;

/// <summary>`/api/docs`: a page of the portal that brings its own files and no inline scripts.</summary>
[Trait("Suite", "api")]
public sealed partial class Explorer(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_back()
    {
        using var browser = PortalBrowser.Open(portal);
        using var answer = await browser.Client.GetAsync("/api/docs", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/sign-in?returnUrl=%2Fapi%2Fdocs", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_loads_files_of_this_server_only_and_runs_nothing_inline()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        using var answer = await browser.Client.GetAsync("/api/docs", Cancellation);
        var html = await answer.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("script-src 'self' 'nonce-", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var files = File().Matches(html).Select(match => match.Groups[1].Value).Where(file => file.Contains("swagger", StringComparison.Ordinal) || file.Contains("explorer", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, files.Count);
        foreach (var file in files)
        {
            Assert.DoesNotContain("://", file, StringComparison.Ordinal);
            using var asset = await browser.Client.GetAsync(new Uri(file, UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        }

        Assert.DoesNotMatch("<script(?![^>]*(src=|type=\"importmap\"|type=\"application/json\"))", html);
    }

    [Theory]
    [InlineData("swagger-ui.css", "text/css")]
    [InlineData("swagger-ui-bundle.js", "text/javascript")]
    public async Task The_files_are_sent_compressed_as_the_package_has_them(string file, string type)
    {
        using var client = portal.CreateClient();
        using var answer = await client.GetAsync(GlancePortal.Api.OpenApi.DocumentEndpoints.AssetPath(file), Cancellation);

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal([0x1f, 0x8b], (await answer.Content.ReadAsByteArrayAsync(Cancellation))[..2]);
        Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_else_of_the_package_is_served()
    {
        using var client = portal.CreateClient();

        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, GlancePortal.Api.OpenApi.DocumentEndpoints.AssetPath("oauth2-redirect.html")));
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex File();
}
