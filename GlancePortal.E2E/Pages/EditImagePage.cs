using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class EditImagePage(IPage page)
{
    public ILocator Name => page.GetByRole(AriaRole.Textbox, new() { Name = "Name (optional)" });

    public ILocator Description => page.GetByRole(AriaRole.Textbox, new() { Name = "Description (optional)" });

    public ILocator Tags => page.GetByRole(AriaRole.Textbox, new() { Name = "Tags (optional)" });

    public ILocator Protected => page.GetByRole(AriaRole.Checkbox, new() { Name = "Protect from deletion" });

    public ILocator Save => page.GetByRole(AriaRole.Button, new() { Name = "Save changes" });
}
