using System.Text;
using GlancePortal.E2E.Pages;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>Malicious data from the upload to an administrator's decision, past a real scanner.</summary>
public sealed class QuarantineJourney(Chromium chromium) : PortalJourney(chromium)
{
    private const string Address = "/admin/quarantine";

    // In two halves, so that no scanner finds it in this file.
    private static readonly byte[] Eicar =
        Encoding.ASCII.GetBytes("""X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-""" + "ANTIVIRUS-TEST-FILE!$H+H*");

    protected override IReadOnlyList<string> Settings =>
    [
        "--Import:Plugins=scan",
        "--Scan:ClamAv=" + (Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_CLAMD") ?? throw new InvalidOperationException(
            "GLANCEPORTAL_TEST_CLAMD is not set: run ./test.sh e2e, or test/services/clamd.sh start and export what its env prints.")),
    ];

    [Fact]
    public async Task An_administrator_releases_one_and_discards_the_other_by_keyboard()
    {
        using var api = await ApiAsync(People.Alice);
        var admin = await VisitAsync(People.Admin);
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Quarantine" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is in quarantine" }).WaitForAsync();

        // What comes while the page is open appears by itself.
        var mistaken = await api.CreateInfectedAsync("mistaken", Eicar, Cancellation);
        await Row(admin.Page, "mistaken").WaitForAsync();
        await api.CreateInfectedAsync("really-bad", Eicar, Cancellation);
        await Assertions.Expect(Row(admin.Page, "really-bad")).ToContainTextAsync("Eicar-Test-Signature");

        // Escape is no decision, and the focus is where it was.
        var release = admin.Page.GetByRole(AriaRole.Button, new() { Name = "Release the data for mistaken" });
        await release.FocusAsync();
        await admin.Page.Keyboard.PressAsync("Enter");
        var dialog = admin.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("may run malicious code");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Keep in quarantine" })).ToBeFocusedAsync();
        await admin.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await Assertions.Expect(release).ToBeFocusedAsync();

        await admin.Page.Keyboard.PressAsync("Enter");
        await Shots.TakeAsync(admin.Page, "quarantine-release");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Release without a scan" }).PressAsync("Enter");
        await Assertions.Expect(Row(admin.Page, "mistaken")).ToBeHiddenAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Quarantine", Exact = true })).ToBeFocusedAsync();
        await admin.Page.OpenAsync($"/p/{People.Project}/images/{mistaken}");
        await Assertions.Expect(admin.Page.GetByText("Active", new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.Equal(Eicar, await api.DataAsync(mistaken, Cancellation));

        await admin.Page.OpenAsync(Address);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Discard the data for really-bad" }).PressAsync("Enter");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Discard for good" }).PressAsync("Enter");
        await admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is in quarantine" }).WaitForAsync();
        Assert.Empty(admin.Complaints);
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("zh-CN", true)]
    public async Task The_pages_of_malicious_data_have_no_serious_finding(string language, bool dark)
    {
        using var api = await ApiAsync(People.Alice);
        var look = new Look(language, dark);
        var admin = await VisitAsync(People.Admin, look);
        var findings = new List<string>();
        await admin.Page.OpenAsync(Address);
        await Accessibility.CheckAsync(admin.Page, "quarantine-empty", look, findings);
        var id = await api.CreateInfectedAsync("debian-12-with-a-name-that-is-rather-long-for-a-list", Eicar, Cancellation);
        await api.CreateInfectedAsync("windows", Eicar, Cancellation);
        await admin.Page.OpenAsync(Address);
        await Accessibility.CheckAsync(admin.Page, "quarantine", look, findings);
        await admin.Page.Locator(".col-decide button:not(.danger)").First.ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await Accessibility.CheckAsync(admin.Page, "quarantine-question", look, findings);
        await admin.Page.OpenAsync($"/p/{People.Project}/images/{id}");
        await Accessibility.CheckAsync(admin.Page, "image-infected", look, findings);
        await admin.Page.Locator("section.card h2 a[href*='/jobs/']").ClickAsync();
        await admin.Page.Locator("#job-log").WaitForAsync();
        await Accessibility.CheckAsync(admin.Page, "job-infected", look, findings);

        Assert.True(findings.Count == 0, string.Join('\n', findings));
        Assert.Empty(admin.Complaints);
    }

    private static ILocator Row(IPage page, string image) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = image });
}
