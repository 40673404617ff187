using System.Net;
using GlancePortal.Access;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Access;

[Trait("Suite", "api")]
public sealed class PortalSignIn(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task The_right_password_leads_back_to_where_one_wanted_to_go()
    {
        using var browser = PortalBrowser.Open(portal);
        using var answer = await browser.SignInAsync("alice", PortalFactory.Password, "/p/alpha/images?status=active");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/p/alpha/images?status=active", answer.Headers.Location!.OriginalString);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(line => line.StartsWith("gp-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_away_from_the_portal(string returnUrl)
    {
        using var browser = PortalBrowser.Open(portal);
        using var answer = await browser.SignInAsync("alice", PortalFactory.Password, returnUrl);

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_wrong_password_leads_back_to_the_form_with_a_cause_and_keeps_the_aim()
    {
        using var browser = PortalBrowser.Open(portal);
        using var answer = await browser.SignInAsync("alice", "wrong", "/me");

        Assert.Equal("/sign-in?error=credentials&returnUrl=%2Fme", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_form_without_the_pages_token_signs_nobody_in()
    {
        using var browser = PortalBrowser.Open(portal);
        using var answer = await browser.PostFormAsync("/sign-in", ("name", "alice"), ("password", PortalFactory.Password));

        Assert.Equal("/sign-in?error=expired", answer.Headers.Location!.OriginalString);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_request_of_a_program_or_circuit_without_sign_in_is_401_and_no_redirect()
    {
        using var browser = PortalBrowser.Open(portal);
        using var api = await browser.Client.GetAsync("/api/v1/images", TestContext.Current.CancellationToken);
        using var circuit = await browser.Client.PostAsync("/_blazor/negotiate", content: null, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (api.StatusCode, circuit.StatusCode));
    }

    [Fact]
    public async Task A_page_without_sign_in_leads_to_the_form_and_remembers_the_way()
    {
        using var browser = PortalBrowser.Open(portal);
        using var page = await browser.Client.GetAsync("/me?x=1", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal("/sign-in?returnUrl=%2Fme%3Fx%3D1", page.Headers.Location!.PathAndQuery);
    }

    [Theory]
    [InlineData("HEAD", HttpStatusCode.NotFound)]
    [InlineData("POST", HttpStatusCode.Forbidden)]
    public async Task A_change_under_another_methods_name_needs_the_pages_token(string method, HttpStatusCode expected)
    {
        // A HEAD stays one, whatever it calls itself, and finds nothing; a POST is a change by either name.
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/uploads/{Guid.NewGuid()}?project_id={PortalFactory.Alpha}");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("X-HTTP-Method-Override", "DELETE");
        using var answer = await browser.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v2/images")]
    [InlineData("/V2/images")]
    [InlineData("/v2.5/images")]
    [InlineData("/V2.5/images")]
    [InlineData("/v2//images")]
    [InlineData("/%76%32/images")]
    [InlineData("/API/V1/images")]
    [InlineData("/Uploads/00000000-0000-0000-0000-000000000000")]
    public async Task No_spelling_of_a_path_gets_round_its_door(string path)
    {
        using var client = portal.CreateClient();
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Keystone uri=", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost", HttpStatusCode.OK)]
    [InlineData("http://localhost:81", HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    public async Task A_circuit_is_opened_by_the_portals_own_pages_only(string origin, HttpStatusCode expected)
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        using var answer = await browser.Client.SendJsonAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", headers: ("Origin", origin));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "carol");
        using var again = await browser.SignInAsync("carol", PortalFactory.Password);

        Assert.Equal(1, await portal.InDatabaseAsync(db => db.PortalSessions
            .CountAsync(session => db.Users.Any(user => user.Id == session.UserId && user.UserName == "carol"), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_open_page_asks_the_server_whether_its_session_lives()
    {
        await using var circuit = portal.Services.CreateAsyncScope();

        Assert.IsType<SessionAuthenticationState>(circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>());
    }

    [Fact]
    public async Task Sign_out_ends_the_session_on_the_server()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        using var before = await browser.Client.GetAsync("/api/v1/nothing", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing");
        request.Headers.Add("Cookie", string.Join("; ", CookiesOf(browser)));
        using var answer = await browser.PostFormAsync("/sign-out", (PortalBrowser.FormField, await browser.PageTokenAsync("/sign-in")));
        using var stolen = portal.CreateClient();
        using var after = await stolen.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, before.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task A_change_by_cookie_needs_the_pages_token()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        var token = await browser.PageTokenAsync("/sign-in");
        var without = await browser.Client.StatusAsync(HttpMethod.Post, "/api/v1/nothing?project_id=alpha");
        using var wrong = await browser.Client.SendJsonAsync(
            HttpMethod.Post, "/api/v1/nothing?project_id=alpha", headers: (PortalCookie.AntiforgeryHeader, "x"));
        using var with = await browser.Client.SendJsonAsync(
            HttpMethod.Post, "/api/v1/nothing?project_id=alpha", headers: (PortalCookie.AntiforgeryHeader, token));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (without, wrong.StatusCode));
        Assert.NotEqual(HttpStatusCode.Forbidden, with.StatusCode);
    }

    [Fact]
    public async Task The_cookie_opens_neither_the_image_api_nor_a_foreign_project()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");

        Assert.Equal(HttpStatusCode.Unauthorized, await browser.Client.StatusAsync(HttpMethod.Get, "/v2/images"));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.Client.StatusAsync(HttpMethod.Get, "/v3/auth/tokens"));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.Client.StatusAsync(HttpMethod.Get, "/api/v1/nothing?project_id=beta"));
        Assert.Equal(HttpStatusCode.NotFound, await browser.Client.StatusAsync(HttpMethod.Get, "/api/v1/nothing?project_id=alpha"));
    }

    [Fact]
    public async Task A_disabled_user_learns_it_with_the_right_password_only()
    {
        await portal.InDatabaseAsync(db => db.Users.Where(user => user.UserName == "bob")
            .ExecuteUpdateAsync(set => set.SetProperty(user => user.Enabled, false), TestContext.Current.CancellationToken));
        using var browser = PortalBrowser.Open(portal);
        using var right = await browser.SignInAsync("bob", PortalFactory.Password);
        using var wrong = await browser.SignInAsync("bob", "wrong");

        Assert.Equal("/sign-in?error=disabled", right.Headers.Location!.OriginalString);
        Assert.Equal("/sign-in?error=credentials", wrong.Headers.Location!.OriginalString);
    }

    private static IEnumerable<string> CookiesOf(PortalBrowser browser) => browser.Cookies.GetAllCookies().Select(cookie => $"{cookie.Name}={cookie.Value}");
}
