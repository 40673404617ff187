using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class ImagePage(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Upload => page.GetByRole(AriaRole.Region, new() { Name = "Upload", Exact = true });

    public ILocator Continue => Upload.GetByRole(AriaRole.Button, new() { Name = "Continue here" });

    public ILocator Edit => page.GetByRole(AriaRole.Link, new() { Name = "Edit" });

    public ILocator Delete => page.GetByRole(AriaRole.Button, new() { Name = "Delete" });

    public ILocator Download => page.GetByRole(AriaRole.Link, new() { Name = "Download" });

    public Task OpenAsync(Guid id) => page.OpenAsync($"/p/{People.Project}/images/{id}");
}
