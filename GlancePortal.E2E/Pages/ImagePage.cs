using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class ImagePage(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Continue => page.GetByRole(AriaRole.Button, new() { Name = "Continue here" });

    public ILocator Upload => page.GetByRole(AriaRole.Region, new() { Name = "Upload" });

    public Task OpenAsync(Guid id) => page.OpenAsync($"/p/{People.Project}/images/{id}");
}
