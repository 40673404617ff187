using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class ImageListPage(IPage page)
{
    public ILocator Table => page.GetByRole(AriaRole.Table, new() { Name = "Images" });

    public ILocator Search => page.GetByRole(AriaRole.Searchbox, new() { Name = "Search images" });

    public ILocator Undo => page.GetByRole(AriaRole.Button, new() { Name = "Undo" });

    public ILocator Link(string name) => Table.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public Task OpenAsync() => page.OpenAsync($"/p/{People.Project}/images");
}
