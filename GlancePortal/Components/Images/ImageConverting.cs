using GlancePortal.Components.Shared;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Hosting;
using GlancePortal.Resources;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Radzen;

namespace GlancePortal.Components.Images;

/// <summary>A conversion that somebody began.</summary>
/// <param name="ImageId">The image that gets the data.</param>
/// <param name="Name">Its name.</param>
/// <param name="Replaces">Whether it is the image that was converted.</param>
internal sealed record BegunConversion(Guid ImageId, string Name, bool Replaces);

/// <summary>Asks how an image is to be converted, and begins it.</summary>
internal sealed class ImageConverting(
    ActionScope scope, DialogService dialogs, IJSRuntime script, IStringLocalizer<ConvertTexts> texts, IOptionsMonitor<ImageOptions> options)
{
    /// <summary>Shows the dialog; it stays open until a conversion has begun or the person leaves it.</summary>
    /// <returns>What began; null when nothing did.</returns>
    public async Task<BegunConversion?> AskAndBeginAsync(string project, ImageDetails image, string name, CancellationToken cancellationToken)
    {
        var tool = await scope.RunAsync<ConversionTools, QemuImg>(project, (tools, _) => tools.FindAsync(cancellationToken), cancellationToken);
        BegunConversion? begun = null;
        await script.InvokeVoidAsync("GlancePortal.holdFocus", cancellationToken);
        await dialogs.OpenAsync<ConvertImageDialog>(
            texts["Title"],
            new()
            {
                [nameof(ConvertImageDialog.Image)] = image,
                [nameof(ConvertImageDialog.Name)] = name,
                [nameof(ConvertImageDialog.Fault)] = tool.Refusal,
                [nameof(ConvertImageDialog.Compressions)] = Compressions(tool.Value),
                [nameof(ConvertImageDialog.Begin)] = new Func<ConversionDraft, Task<Refusal?>>(BeginAsync),
            },
            new() { ShowClose = false, CloseDialogOnEsc = true, AutoFocusFirstElement = true });
        await script.InvokeVoidAsync("GlancePortal.returnFocus", cancellationToken);
        return begun;

        async Task<Refusal?> BeginAsync(ConversionDraft draft)
        {
            var outcome = await scope.RunAsync<ImageConversions, Job>(
                project, (conversions, caller) => conversions.BeginAsync(caller, image.Id, draft, cancellationToken), cancellationToken);
            begun = outcome.Value is { ImageId: { } id } ? new(id, draft.Name ?? name, draft.Replaces) : null;
            return outcome.Refusal;
        }
    }

    private List<string> Compressions(QemuImg? tool) => [.. options.CurrentValue.Qcow2Compressions.Where(name => name != "zstd" || tool is { HasZstd: true })];
}
