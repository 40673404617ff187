using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components;

/// <summary>Pages as the server sends them, before any script runs.</summary>
[Trait("Suite", "api")]
public sealed class Pages(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zh-CN", "登录", "zh-CN")]
    [InlineData("zh", "登录", "zh-CN")]
    [InlineData("zh-TW,en;q=0.5", "登录", "zh-CN")]
    [InlineData("en-GB,zh;q=0.5", "Sign in", "en")]
    [InlineData("fr", "Sign in", "en")]
    public async Task The_sign_in_page_speaks_the_browsers_language(string wish, string title, string language)
    {
        using var browser = PortalBrowser.Open(portal);
        using var page = await GetAsync(browser, "/sign-in", wish);
        var html = await page.Content.ReadAsStringAsync(Cancellation);

        Assert.Contains($"<h1>{title}</h1>", html, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_in_page_needs_no_circuit()
    {
        using var browser = PortalBrowser.Open(portal);

        using var page = await GetAsync(browser, "/sign-in");

        // The import map names the script; nothing loads it.
        Assert.DoesNotContain("src=\"_framework/blazor.web", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_carries_the_security_headers_and_a_nonce_of_its_own()
    {
        using var browser = PortalBrowser.Open(portal);
        using var one = await GetAsync(browser, "/sign-in");
        using var other = await GetAsync(browser, "/sign-in");

        var policy = one.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.NotEqual(policy, other.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", one.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_page_is_readable_before_the_circuit()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var created = await alice.PostAsJsonAsync("/v2/images", new { name = "readable-at-once", visibility = "private" }, Cancellation);
        created.EnsureSuccessStatusCode();
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");

        var list = await (await GetAsync(browser, "/p/alpha/images?q=readable")).Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("readable-at-once", list, StringComparison.Ordinal);
        Assert.Contains("name=\"csrf-token\"", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_projects_images_are_not_on_the_page()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var created = await alice.PostAsJsonAsync("/v2/images", new { name = "alphas-own", visibility = "private" }, Cancellation);
        created.EnsureSuccessStatusCode();
        using var browser = await PortalBrowser.SignedInAsync(portal, "bob");

        Assert.DoesNotContain("alphas-own", await browser.Client.GetStringAsync("/p/beta/images", Cancellation), StringComparison.Ordinal);
        var foreign = await browser.Client.GetStringAsync("/p/alpha/images", Cancellation);
        Assert.DoesNotContain("alphas-own", foreign, StringComparison.Ordinal);
        Assert.Contains("You have no role in this project", foreign, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Home_leads_to_the_images_of_ones_project()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "bob");
        using var home = await GetAsync(browser, "/");

        Assert.Equal(HttpStatusCode.Redirect, home.StatusCode);
        Assert.EndsWith("/p/beta/images", home.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/p/alpha/images?status=active")]
    [InlineData("/me")]
    public async Task Without_a_session_a_page_leads_to_the_sign_in_and_back(string address)
    {
        using var browser = PortalBrowser.Open(portal);
        using var page = await GetAsync(browser, address);

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Contains("/sign-in?returnUrl=" + Uri.EscapeDataString(address), page.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_a_person_reads_so()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        using var page = await GetAsync(browser, "/p/alpha/nothing");

        var html = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("There is nothing at this address", html, StringComparison.Ordinal);
        // Nothing on it changes: a connection would only take title and text away and set them again.
        Assert.DoesNotContain("autostart", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_and_theme_follow_the_account_to_another_browser()
    {
        using (var browser = await PortalBrowser.SignedInAsync(portal, "carol"))
        {
            using var saved = await browser.PostFormAsync(
                "/preferences", ("culture", "zh-CN"), ("theme", "dark"), ("returnUrl", "/me"), (PortalBrowser.FormField, await browser.PageTokenAsync("/me")));
            Assert.Equal("/me", saved.Headers.Location!.OriginalString);
        }

        using var another = await PortalBrowser.SignedInAsync(portal, "carol");
        var html = await another.Client.GetStringAsync("/me", Cancellation);
        Assert.Contains("<html lang=\"zh-CN\" data-theme=\"dark\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preference_without_the_pages_token_is_not_kept()
    {
        using var browser = PortalBrowser.Open(portal);
        using var refused = await browser.PostFormAsync("/preferences", ("theme", "dark"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_profile_shows_what_the_command_line_needs()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        var html = WebUtility.HtmlDecode(await browser.Client.GetStringAsync("/me", Cancellation));

        Assert.Contains("export OS_USERNAME=alice", html, StringComparison.Ordinal);
        Assert.Contains("export OS_PROJECT_NAME=alpha", html, StringComparison.Ordinal);
        Assert.Contains("/v3\nexport OS_IDENTITY_API_VERSION=3", html, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(PortalBrowser browser, string address, string? language = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        if (language is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        }

        return await browser.Client.SendAsync(request, Cancellation);
    }
}
