using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

[Trait("Suite", "api")]
public sealed class Throttling(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Theory]
    [InlineData("bob")]
    [InlineData("nobody")]
    public async Task Repeated_failures_are_429_with_a_time_to_wait_whether_the_account_exists_or_not(string user)
    {
        using var client = portal.CreateClient();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await client.StatusAsync(HttpMethod.Post, "/v3/auth/tokens", TokenRequests.Password(user, "wrong")));
        }

        using var locked = await client.SendJsonAsync(HttpMethod.Post, "/v3/auth/tokens", TokenRequests.Password(user, PortalFactory.Password));

        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 15);
        var error = (await locked.JsonAsync())["error"]!;
        Assert.Equal(429, (int)error["code"]!);
        Assert.Matches(@"Try again in \d+ seconds\.$", error["message"]!.ToString());
    }

    [Fact]
    public async Task The_portals_form_says_so_and_other_accounts_sign_in()
    {
        using var browser = PortalBrowser.Open(portal);
        for (var i = 0; i < 5; i++)
        {
            using var failed = await browser.SignInAsync("carol", "wrong");
        }

        using var locked = await browser.SignInAsync("carol", PortalFactory.Password);
        using var other = await browser.SignInAsync("alice", PortalFactory.Password);

        Assert.Matches(@"^/sign-in\?error=locked&retryAfter=\d+$", locked.Headers.Location!.OriginalString);
        Assert.Equal("/", other.Headers.Location!.OriginalString);
    }
}
