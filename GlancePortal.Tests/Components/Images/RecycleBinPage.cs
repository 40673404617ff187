using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

/// <summary>The page as it is before its circuit, over HTTP.</summary>
[Trait("Suite", "components")]
public sealed class RecycleBinPage(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_members_page_lists_the_projects_deleted_images_to_restore()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var id = await alice.CreateImageIdAsync("""{ "name": "thrown-away" }""");
        await alice.DeleteAsync($"/v2/images/{id}", Cancellation);

        var html = await PageOfAsync("alice", "/p/alpha/deleted");
        Assert.Contains("thrown-away", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Restore thrown-away\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/p/alpha/deleted\" class=\"active\" aria-current=\"page\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Restore thrown-away", await PageOfAsync("carol", "/p/alpha/deleted"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_recycle_bin_says_what_comes_into_it()
    {
        var html = await PageOfAsync("bob", "/p/beta/deleted");

        Assert.Contains("The recycle bin is empty", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_projects_recycle_bin_is_closed()
    {
        Assert.Contains("You have no role in this project", await PageOfAsync("bob", "/p/alpha/deleted"), StringComparison.Ordinal);
    }

    private async Task<string> PageOfAsync(string user, string address)
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, user);
        return WebUtility.HtmlDecode(await browser.Client.GetStringAsync(address, Cancellation));
    }
}
