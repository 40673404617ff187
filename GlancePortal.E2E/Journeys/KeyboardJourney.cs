using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>The main way without a mouse: every step is reached by Tab and done by Enter, Space or typing.</summary>
public sealed class KeyboardJourney(Chromium chromium) : PortalJourney(chromium)
{
    private const int MostStops = 60;

    [Fact]
    public async Task An_image_is_brought_in_by_keyboard_alone()
    {
        using var file = await DiskFile.Qcow2Async("by-keyboard.qcow2", 2, Cancellation);
        var alice = await VisitAsync();
        var page = alice.Page;
        await alice.SignIn.OpenAsync();
        await Assertions.Expect(alice.SignIn.Name).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(People.Alice.Name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(People.Alice.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-ready=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });

        await TabToAsync(page, "New image");
        await page.Keyboard.PressAsync("Enter");
        await alice.NewImage.Heading.WaitForAsync();
        await Assertions.Expect(alice.NewImage.Heading).ToBeFocusedAsync();

        await TabToAsync(page, "Choose a file");
        var dialog = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"));
        await dialog.SetFilesAsync(file.Path);
        await page.GetByText(file.Name, new() { Exact = true }).WaitForAsync();
        await TabToAsync(page, "Create image and upload");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(new Regex("/images/[0-9a-f-]{36}$"));
        await Assertions.Expect(alice.Image.Heading).ToHaveTextAsync("by-keyboard");
        await alice.Uploads.Of("by-keyboard").EndsAsync();
        await TabToAsync(page, "Remove by-keyboard from the list");
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(alice.Uploads.Items).ToHaveCountAsync(0);
    }

    /// <summary>Presses Tab until the element of that name has the focus; every stop on the way must be visible and have a name.</summary>
    private static async Task TabToAsync(IPage page, string name)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            var here = await page.EvaluateAsync<string>("""
                () => {
                  const at = document.activeElement;
                  const box = at.getBoundingClientRect();
                  const label = at.labels?.[0]?.innerText || at.getAttribute('aria-label') || at.innerText || at.title || '';
                  return at === document.body ? '(page)' : box.width > 0 && box.height > 0 ? label.trim() : `hidden: ${at.outerHTML.slice(0, 80)}`;
                }
                """);
            Assert.False(here.Length == 0 || here.StartsWith("hidden", StringComparison.Ordinal), $"A stop without name or picture: {here}");
            if (here == name)
            {
                return;
            }
        }

        Assert.Fail($"Tab never reached “{name}”.");
    }
}
