using System.Text.RegularExpressions;
using GlancePortal.E2E.Pages;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>An image from an address: looked at, begun, watched, ended, tried again.</summary>
public sealed class ImportJourney(Chromium chromium) : PortalJourney(chromium)
{
    // A job on a busy machine takes longer than a page.
    private const float WorkMilliseconds = 30_000;

    [Fact]
    public async Task An_import_is_watched_cancelled_and_tried_again_and_survives_a_reload()
    {
        using var file = await DiskFile.Qcow2Async("disk.qcow2", 8, Cancellation);
        await using var server = new FileServer(await File.ReadAllBytesAsync(file.Path, Cancellation)) { BytesPerSecond = 512 * 1024 };
        using var api = await ApiAsync(People.Alice);
        var alice = await VisitAsync(People.Alice);
        await alice.Import.OpenAsync();
        await alice.Import.LookAsync(server.AddressOf("debian-12.qcow2"));
        await Assertions.Expect(alice.Import.DiskFormat).ToHaveValueAsync("qcow2");
        await Shots.TakeAsync(alice.Page, "import-found");
        await alice.Import.Name.FillAsync("cancelled-one");
        await alice.Import.BeginAsync();

        // It moves without reloading, and a reload shows it where it is.
        await alice.Jobs.OpenAsync();
        await Assertions.Expect(alice.Jobs.Row("cancelled-one")).ToContainTextAsync(new Regex("Fetch.*MiB.*left"));
        await Shots.TakeAsync(alice.Page, "jobs-running");
        await alice.Page.ReloadAsync(interactive: true);
        await Assertions.Expect(alice.Jobs.Row("cancelled-one")).ToContainTextAsync("Fetch");
        await alice.Jobs.Cancel("cancelled-one").ClickAsync();
        await Assertions.Expect(alice.Jobs.Row("cancelled-one")).ToContainTextAsync("Cancelled", new() { Timeout = WorkMilliseconds });

        // The source loses the file while it is imported; when it is there again the import goes on.
        server.BytesPerSecond = null;
        await alice.Import.OpenAsync();
        await alice.Import.LookAsync(server.AddressOf("debian-12.qcow2"));
        await alice.Import.Name.FillAsync("tried-again");
        server.HasFile = false;
        var id = await alice.Import.BeginAsync();
        await alice.Jobs.OpenAsync("?state=failed");
        await Assertions.Expect(alice.Jobs.Row("tried-again")).ToContainTextAsync("Failed", new() { Timeout = WorkMilliseconds });
        await alice.Jobs.Job("tried-again").ClickAsync();
        await alice.Page.GetByRole(AriaRole.Heading, new() { Name = "Import: tried-again" }).WaitForAsync();
        await Shots.TakeAsync(alice.Page, "job-failed");
        server.HasFile = true;
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Retry from the failed phase" }).ClickAsync();
        await Assertions.Expect(alice.Page.GetByRole(AriaRole.Region, new() { Name = "Job", Exact = true })).ToContainTextAsync(
            "Done", new() { Timeout = WorkMilliseconds });

        Assert.Equal("active", (await api.ImageAsync(id, Cancellation)).GetProperty("status").GetString());
        Assert.Equal(await File.ReadAllBytesAsync(file.Path, Cancellation), await api.DataAsync(id, Cancellation));
        Assert.Empty(alice.Complaints);
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("zh-CN", true)]
    public async Task The_pages_of_jobs_and_imports_have_no_serious_finding(string language, bool dark)
    {
        using var file = await DiskFile.Qcow2Async("disk.qcow2", 8, Cancellation);
        await using var server = new FileServer(await File.ReadAllBytesAsync(file.Path, Cancellation)) { BytesPerSecond = 128 * 1024 };
        var look = new Look(language, dark);
        var admin = await VisitAsync(People.Admin, look);
        var findings = new List<string>();
        await CheckAsync(admin.Page, $"/p/{People.Project}/jobs", "jobs-empty", look, findings);
        await admin.Import.OpenAsync();
        await admin.Page.Locator("#address").FillAsync(server.AddressOf("debian-12.qcow2").ToString());
        await admin.Page.Locator("#address").BlurAsync();
        await admin.Page.Locator(".preflight dl").WaitForAsync();
        await CheckAsync(admin.Page, null, "import", look, findings);
        await admin.Page.Locator("form button[type=submit]").ClickAsync();
        await admin.Page.WaitForURLAsync(new Regex("/images/[0-9a-f-]{36}$"));
        await admin.Page.Locator(".phase.running .phase-pace").WaitForAsync();
        await CheckAsync(admin.Page, null, "importing", look, findings);
        await CheckAsync(admin.Page, $"/p/{People.Project}/jobs", "jobs", look, findings);
        await CheckAsync(admin.Page, "/admin/jobs?own=true", "admin-jobs", look, findings);
        await admin.Page.Locator(".job-name").First.ClickAsync();
        await admin.Page.Locator(".phases").First.WaitForAsync();
        await CheckAsync(admin.Page, null, "job", look, findings);

        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.Empty(admin.Complaints);
    }

    private static async Task CheckAsync(IPage page, string? address, string name, Look look, List<string> findings)
    {
        if (address is not null)
        {
            await page.OpenAsync(address);
        }

        await Accessibility.CheckAsync(page, name, look, findings);
    }
}
