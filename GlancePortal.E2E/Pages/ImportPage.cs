using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class ImportPage(IPage page)
{
    public ILocator Address => page.GetByRole(AriaRole.Textbox, new() { Name = "Address" });

    public ILocator Checksum => page.GetByLabel("Expected checksum");

    public ILocator Found => page.GetByRole(AriaRole.Region, new() { Name = "Found at this address" });

    public ILocator Name => page.GetByLabel(new Regex("^Name"));

    public ILocator DiskFormat => page.GetByLabel("Disk format");

    public ILocator Begin => page.GetByRole(AriaRole.Button, new() { Name = "Create image and import" });

    public Task OpenAsync() => page.OpenAsync($"/p/{People.Project}/images/import");

    /// <summary>Names the address and waits until it was looked at.</summary>
    public async Task LookAsync(Uri address)
    {
        await Address.FillAsync(address.ToString());
        await Address.BlurAsync();
        await Found.GetByText("Final address").Or(Found.GetByRole(AriaRole.Alert)).WaitForAsync();
    }

    /// <summary>Begins the import; ends on the image's page.</summary>
    public async Task<Guid> BeginAsync()
    {
        await Begin.ClickAsync();
        await page.WaitForURLAsync(new Regex("/images/[0-9a-f-]{36}$"));
        return Guid.Parse(page.Url[^36..]);
    }
}
