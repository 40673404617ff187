using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

internal sealed class SignInPage(IPage page)
{
    public ILocator Name => page.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("^(User name|用户名)$") });

    public ILocator Password => page.GetByLabel(new Regex("^(Password|密码)$"));

    public Task OpenAsync() => page.GotoAsync("/sign-in");

    /// <summary>Signs in and waits for the list of images that it leads to.</summary>
    public async Task AsAsync(Person person)
    {
        await OpenAsync();
        await Name.FillAsync(person.Name);
        await Password.FillAsync(person.Password);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(Sign in|登录)$") }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await page.WaitUntilInteractiveAsync();
    }
}
