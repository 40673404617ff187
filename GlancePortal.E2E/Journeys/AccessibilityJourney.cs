using System.Text.RegularExpressions;
using GlancePortal.E2E.Pages;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>Every page in both languages and both themes, wide and narrow: no serious finding, nothing wider than the screen.</summary>
public sealed class AccessibilityJourney(Chromium chromium) : PortalJourney(chromium)
{
    private static readonly (int Width, int Height)[] Screens = [(1440, 900), (390, 844)];
    private readonly List<string> _findings = [];

    [Theory]
    [InlineData("en", false)]
    [InlineData("en", true)]
    [InlineData("zh-CN", false)]
    [InlineData("zh-CN", true)]
    public async Task No_page_has_a_serious_finding(string language, bool dark)
    {
        using var file = await DiskFile.Qcow2Async("disk.qcow2", 1, Cancellation);
        using var large = await DiskFile.Qcow2Async("debian-12-running.qcow2", 24, Cancellation);
        using var api = await ApiAsync(People.Alice);
        var look = new Look(language, dark);
        var alice = await VisitAsync(look: look);
        await alice.SignIn.OpenAsync();
        await CheckAsync(alice.Page, "sign-in", look);
        await alice.SignIn.AsAsync(People.Alice);
        await alice.Images.OpenAsync();
        await CheckAsync(alice.Page, "images-empty", look);

        var id = await api.CreateAsync("debian-12-generic", file, Cancellation);
        await api.CreateAsync(new string('n', 255), file, Cancellation);
        foreach (var (name, address) in new[]
        {
            ("images", $"/p/{People.Project}/images"), ("images-filtered", $"/p/{People.Project}/images?q=nothing-is-called-so"),
            ("image", $"/p/{People.Project}/images/{id}"), ("image-edit", $"/p/{People.Project}/images/{id}/edit"),
            ("recycle-bin", $"/p/{People.Project}/deleted"),
            ("me", "/me"), ("not-found", "/p/alpha/nothing-here"), ("image-missing", $"/p/{People.Project}/images/{Guid.NewGuid()}"),
        })
        {
            await alice.Page.GotoAsync(address);
            await SettledAsync(alice.Page);
            await CheckAsync(alice.Page, name, look);
        }

        await CheckUploadAsync(alice, large, look);
        Assert.True(_findings.Count == 0, string.Join('\n', _findings));
    }

    private async Task CheckUploadAsync(Visitor alice, DiskFile file, Look look)
    {
        var page = alice.Page;
        await alice.NewImage.OpenAsync();
        await page.ChooseAnyAsync(file);
        await page.GetByText(file.Name, new() { Exact = true }).WaitForAsync();
        await CheckAsync(page, "new-image", look);
        await page.Locator("#checksum").FillAsync("abc");
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.GetByRole(AriaRole.Alert).First.WaitForAsync();
        await CheckAsync(page, "new-image-faults", look);
        await page.Locator("#checksum").FillAsync("");

        // From here on the network breaks, of which the browser complains.
        Assert.Empty(alice.Complaints);
        Link.SendsPerSecond = 1024 * 1024;
        await page.Locator("form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(new Regex("/images/[0-9a-f-]{36}$"));
        await alice.Uploads.Of("debian-12-running").PassesAsync(8);
        await CheckAsync(page, "upload-sending", look);
        Link.Cut();
        await page.Locator(".upload-item[data-state=cut]").WaitForAsync();
        await CheckAsync(page, "upload-cut", look);
        Link.Mend();
        await page.Locator(".upload-item[data-state=sending]").WaitForAsync();
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.Load });
        await page.Locator(".upload-item[data-state=needs_file]").WaitForAsync();
        await CheckAsync(page, "upload-needs-file", look);
        Link.SendsPerSecond = null;
    }

    // When the connection takes a page over, the framework takes its title away for one round trip and sets it again.
    private static async Task SettledAsync(IPage page)
    {
        await page.Locator("[data-ready=true]").Or(page.Locator(".plain")).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.WaitForFunctionAsync("() => document.title !== ''");
    }

    private async Task CheckAsync(IPage page, string name, Look look)
    {
        foreach (var (width, height) in Screens)
        {
            await page.SetViewportSizeAsync(width, height);
            await Shots.TakeAsync(page, $"{name}-{look with { Width = width }}");
            var wider = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wider > 0)
            {
                _findings.Add($"{name} {look}: {wider} px wider than a screen of {width}");
            }
        }

        await page.SetViewportSizeAsync(Screens[0].Width, Screens[0].Height);
        _findings.AddRange(await Accessibility.FindAsync(page, $"{name} {look}"));
    }
}
