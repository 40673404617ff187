using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class NewImagePage(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Name = "New image", Level = 1 });

    public ILocator File => page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Choose (a|another) file$") });

    public ILocator Found => page.GetByRole(AriaRole.Region, new() { Name = "File" }).GetByRole(AriaRole.Status);

    public ILocator Name => page.GetByLabel(new Regex("^Name"));

    public ILocator DiskFormat => page.GetByLabel("Disk format");

    public ILocator System => page.GetByLabel("Operating system");

    public ILocator Tags => page.GetByLabel("Tags");

    public ILocator Checksum => page.GetByLabel("Expected checksum");

    public ILocator Command => page.GetByRole(AriaRole.Complementary, new() { Name = "Command" });

    public ILocator Faults => page.GetByRole(AriaRole.Alert);

    public ILocator Create => page.GetByRole(AriaRole.Button, new() { Name = "Create image and upload" });

    public Task OpenAsync() => page.OpenAsync($"/p/{People.Project}/images/new");

    /// <summary>Chooses the file and waits until its header was read.</summary>
    public async Task ChooseAsync(DiskFile file)
    {
        await page.ChooseAsync(File, file.Path);
        await page.GetByText(file.Name, new() { Exact = true }).WaitForAsync();
    }

    /// <summary>Creates the image; ends on its page, while the upload runs.</summary>
    /// <returns>The image's id.</returns>
    public async Task<Guid> CreateAsync()
    {
        await Create.ClickAsync();
        await page.WaitForURLAsync(new Regex("/images/[0-9a-f-]{36}$"));
        // The address changes before the page does.
        await Heading.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        return Guid.Parse(page.Url[^36..]);
    }

    /// <summary>The same from a page that is open: a fresh one would take the files away from running uploads.</summary>
    public async Task<Guid> UploadFromHereAsync(DiskFile file)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "New image" }).First.ClickAsync();
        await Heading.WaitForAsync();
        await ChooseAsync(file);
        return await CreateAsync();
    }

    /// <summary>The whole way: page, file, name, upload.</summary>
    public async Task<Guid> UploadAsync(DiskFile file, string? name = null)
    {
        await OpenAsync();
        await ChooseAsync(file);
        if (name is not null)
        {
            await Name.FillAsync(name);
        }

        return await CreateAsync();
    }
}
