using System.Net;
using System.Text;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Components.Scanning;

/// <summary>What pages say of malicious data before their circuit, over HTTP, with a scanner that finds `BAD`.</summary>
[Trait("Suite", "components")]
public sealed class QuarantineOnPages(QuarantineOnPages.ScanningPortal portal) : IClassFixture<QuarantineOnPages.ScanningPortal>
{
    private const string Signature = "Fake.Bad";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_reads_what_is_in_quarantine_and_can_decide()
    {
        var (_, id) = await InfectedAsync("bad-for-the-list");

        var html = await PageOfAsync("admin", "/admin/quarantine");
        Assert.Contains("<title>Quarantine · Administration · GlancePortal</title>", html, StringComparison.Ordinal);
        Assert.Contains($"""<a href="/p/{PortalFactory.Alpha}/images/{id}">bad-for-the-list</a>""", html, StringComparison.Ordinal);
        Assert.Contains(Signature, html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Release the data for bad-for-the-list\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Discard the data for bad-for-the-list\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/admin/quarantine\" class=\"active\" aria-current=\"page\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_goes_on_on_a_second_page_and_says_so_behind_its_end()
    {
        await portal.InDatabaseAsync(async db =>
        {
            db.Uploads.AddRange(Enumerable.Range(0, 26).Select(number => new Upload
            {
                Id = Guid.NewGuid(),
                FileName = $"old-{number:00}",
                QuarantinedAt = DateTimeOffset.UnixEpoch.AddMinutes(number),
            }));
            return await db.SaveChangesAsync(Cancellation);
        });

        Assert.Contains("href=\"/admin/quarantine?page=2\"", await PageOfAsync("admin", "/admin/quarantine"), StringComparison.Ordinal);
        var second = await PageOfAsync("admin", "/admin/quarantine?page=2");
        Assert.Contains("old-00", second, StringComparison.Ordinal);
        Assert.DoesNotContain("old-25", second, StringComparison.Ordinal);
        Assert.Contains("The list is shorter by now", await PageOfAsync("admin", "/admin/quarantine?page=9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_quarantine_is_closed_to_others_and_not_in_their_navigation()
    {
        var (_, id) = await InfectedAsync("bad-and-closed");
        var html = await PageOfAsync("alice", "/admin/quarantine");

        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(id, html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/admin/quarantine\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_senders_pages_say_what_was_found_and_that_an_administrator_decides()
    {
        var (_, id) = await InfectedAsync("bad-for-alice");
        var job = await portal.InDatabaseAsync(db =>
            db.Jobs.Where(row => row.ImageId == Guid.Parse(id)).Select(row => row.Id).SingleAsync(Cancellation));

        foreach (var address in new[] { $"/p/alpha/images/{id}", $"/p/alpha/jobs/{job}" })
        {
            var html = MainOf(await PageOfAsync("alice", address));
            Assert.Contains("Malicious content was found", html, StringComparison.Ordinal);
            Assert.Contains($"The scanner found {Signature}", html, StringComparison.Ordinal);
            Assert.Contains("An administrator decides whether to release or to discard it", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Nothing of it was kept", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Retry", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Once_it_is_discarded_the_images_page_says_that_it_is_decided()
    {
        var (upload, id) = await InfectedAsync("bad-and-discarded");
        using var admin = await portal.ClientOfAsync("admin", "admin");
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"/api/v1/quarantine/{upload}"));

        Assert.Contains("an administrator has decided about it", await PageOfAsync("alice", $"/p/alpha/images/{id}"), StringComparison.Ordinal);
    }

    private async Task<(Guid Upload, string Image)> InfectedAsync(string name)
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var id = await alice.CreateImageIdAsync($$"""{ "name": "{{name}}", "disk_format": "raw", "container_format": "bare" }""");
        using var refused = await alice.PutDataAsync(id, Encoding.ASCII.GetBytes("this is BAD"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var image = await portal.InDatabaseAsync(db => db.Images.AsNoTracking().SingleAsync(row => row.Id == Guid.Parse(id), Cancellation));
        Assert.Equal((ImageStatus.Queued, "scan.infected"), (image.Status, image.StatusReason));
        return (await portal.InDatabaseAsync(db => db.Uploads.Where(row => row.ImageId == image.Id).Select(row => row.Id).SingleAsync(Cancellation)), id);
    }

    // Beside it a page carries the texts of its scripts.
    private static string MainOf(string html) => html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];

    private async Task<string> PageOfAsync(string user, string address)
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, user);
        return WebUtility.HtmlDecode(await browser.Client.GetStringAsync(address, Cancellation));
    }

    public sealed class ScanningPortal : PortalFactory
    {
        private readonly FakeClamd _scanner = new();

        public ScanningPortal()
        {
            Settings["Import:Plugins"] = "scan";
            Settings["Scan:ClamAv"] = _scanner.Address;
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing)
            {
                _scanner.Dispose();
            }
        }
    }
}

/// <summary>The quarantine of a portal that has nothing in it.</summary>
[Trait("Suite", "components")]
public sealed class EmptyQuarantine(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Theory]
    [InlineData("en", "Nothing is in quarantine")]
    [InlineData("zh-CN", "没有被隔离的内容")]
    public async Task An_empty_quarantine_says_what_comes_into_it(string language, string title)
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "admin");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/quarantine") { Headers = { { "Accept-Language", language } } };
        using var page = await browser.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Contains(title, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", html, StringComparison.Ordinal);
    }
}
