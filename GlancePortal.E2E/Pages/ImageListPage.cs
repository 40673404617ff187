using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class ImageListPage(IPage page)
{
    public ILocator NewImage => page.GetByRole(AriaRole.Link, new() { Name = "New image" }).First;

    public ILocator Link(string name) => page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public Task OpenAsync() => page.OpenAsync($"/p/{People.Project}/images");
}
