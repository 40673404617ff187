using System.Globalization;
using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Pages;

/// <summary>The panel of uploads at the bottom of every page.</summary>
internal sealed class UploadPanel(IPage page)
{
    private const int WholeUploadMs = 120_000;

    public ILocator Region => page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^(Uploads:|上传：)") });

    public ILocator Items => Region.GetByRole(AriaRole.Listitem).Filter(new() { Has = page.GetByRole(AriaRole.Link) });

    public UploadItem Of(string title) => new(page, Items.Filter(new() { Has = page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }) }));

    internal sealed class UploadItem(IPage page, ILocator item)
    {
        public ILocator Root => item;

        public ILocator Pause => item.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Pause ") });

        public ILocator Resume => item.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Resume ") });

        public ILocator Cancel => item.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Cancel (?!upload)") });

        public ILocator ConfirmCancel => item.GetByRole(AriaRole.Button, new() { Name = "Cancel upload" });

        public ILocator Up => item.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Move .* up$") });

        public ILocator RetryNow => item.GetByRole(AriaRole.Button, new() { Name = "Retry now" });

        public ILocator Choose => item.GetByRole(AriaRole.Button, new() { NameRegex = new Regex(" to continue$") });

        /// <summary>Chooses a file to go on with.</summary>
        public Task ChooseAsync(DiskFile file) => page.ChooseAsync(Choose, file.Path);

        /// <summary>Waits until the server has accepted so much.</summary>
        public async Task PassesAsync(int percent)
        {
            await page.WaitForFunctionAsync(
                "([bar, percent]) => Number(bar.getAttribute('aria-valuenow')) >= percent",
                new object?[] { await item.GetByRole(AriaRole.Progressbar).ElementHandleAsync(), percent },
                new() { Timeout = WholeUploadMs });
        }

        public async Task<int> PercentAsync() =>
            int.Parse(await item.GetByRole(AriaRole.Progressbar).GetAttributeAsync("aria-valuenow") ?? "", CultureInfo.InvariantCulture);

        public Task SaysAsync(string words, int withinMs = 30_000) => item.GetByText(words).WaitForAsync(new() { Timeout = withinMs });

        public Task SaysAsync(Regex words, int withinMs = 30_000) => item.GetByText(words).First.WaitForAsync(new() { Timeout = withinMs });

        public Task EndsAsync() => SaysAsync("Active, ready to use", WholeUploadMs);
    }
}
