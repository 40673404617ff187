using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal static class PageExtensions
{
    /// <summary>A page is drawn before it can act: waits until its connection has taken over.</summary>
    public static Task WaitUntilInteractiveAsync(this IPage page) =>
        page.Locator("[data-ready=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

    public static async Task OpenAsync(this IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.WaitUntilInteractiveAsync();
    }

    public static async Task ReloadAsync(this IPage page, bool interactive)
    {
        await page.ReloadAsync();
        if (interactive)
        {
            await page.WaitUntilInteractiveAsync();
        }
    }

    /// <summary>Chooses a file on the New image page in whatever language it is.</summary>
    public static Task ChooseAnyAsync(this IPage page, Support.DiskFile file) => page.ChooseAsync(page.Locator("[data-choose]"), file.Path);

    /// <summary>Does what opens a file dialog and chooses the file there.</summary>
    public static async Task ChooseAsync(this IPage page, ILocator button, string path)
    {
        var dialog = await page.RunAndWaitForFileChooserAsync(() => button.ClickAsync());
        await dialog.SetFilesAsync(path);
    }
}
