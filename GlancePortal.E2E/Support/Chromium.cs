using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace GlancePortal.E2E.Support;

/// <summary>The machine's Chromium without a window, started once.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_BROWSER") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A browser of a person: own cookies, own memory, at an address.</summary>
    internal async Task<Visitor> VisitAsync(string address, Look? look = null)
    {
        look ??= Look.Usual;
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = address,
            Locale = look.Language,
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            TimezoneId = "UTC",
            AcceptDownloads = true,
        });
        // The operating system's dialog cannot be driven; without it the portal uses the element that every browser has.
        await context.AddInitScriptAsync("delete window.showOpenFilePicker; window.showOpenFilePicker = undefined;");
        return new Visitor(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}

/// <summary>How a browser shows pages.</summary>
internal sealed record Look(string Language, bool Dark, int Width = 1440, int Height = 900)
{
    public static Look Usual { get; } = new("en", Dark: false);

    public override string ToString() => $"{Language}-{(Dark ? "dark" : "light")}-{Width}";
}
