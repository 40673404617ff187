using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class JobsPage(IPage page)
{
    public Task OpenAsync(string query = "") => page.OpenAsync($"/p/{People.Project}/jobs{query}");

    public ILocator Row(string image) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = image });

    public ILocator Job(string image) => Row(image).GetByRole(AriaRole.Link).First;

    public ILocator Cancel(string image) => Row(image).GetByRole(AriaRole.Button, new() { Name = "Cancel" });

    public ILocator Retry(string image) => Row(image).GetByRole(AriaRole.Button, new() { Name = "Retry" });
}
