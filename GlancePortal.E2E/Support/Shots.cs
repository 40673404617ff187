using Microsoft.Playwright;

namespace GlancePortal.E2E.Support;

/// <summary>Pictures of pages, taken when GLANCEPORTAL_SHOTS names a folder for them.</summary>
internal static class Shots
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("GLANCEPORTAL_SHOTS");

    public static async Task TakeAsync(IPage page, string name)
    {
        if (Folder is not null)
        {
            Directory.CreateDirectory(Folder);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png") });
        }
    }
}
