using GlancePortal.Components.Shared;
using GlancePortal.Domain.Images;
using GlancePortal.Hosting;
using GlancePortal.Resources;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace GlancePortal.Components.Images;

/// <summary>Deletes by risk: at once and with an undo where it can be taken back, after a question where it cannot or where others lose something.</summary>
internal sealed class ImageDeletion(
    ActionScope scope, Questions questions, IJSRuntime script, IStringLocalizer<Texts> texts, IOptionsMonitor<ImageOptions> options)
{
    /// <summary>Deletes, after the question that the risk asks for.</summary>
    /// <returns>Whether it was deleted; false with no refusal when the person thought better of it.</returns>
    public async Task<Outcome<bool>> AskAndDeleteAsync(string project, Guid id, string name, ImageVisibility visibility, CancellationToken cancellationToken)
    {
        var forGood = options.CurrentValue.RestoreWindow <= TimeSpan.Zero;
        var othersLose = visibility is ImageVisibility.Public or ImageVisibility.Community;
        if ((forGood || othersLose) && !await ConfirmedAsync(name, forGood, visibility, cancellationToken))
        {
            return new(false, null);
        }

        var refusal = await scope.RunAsync<ImageRecords>(project, (records, caller) => records.DeleteAsync(caller, id, cancellationToken), cancellationToken);
        if (refusal is not null)
        {
            return new(false, refusal);
        }

        await (forGood
            ? script.InvokeVoidAsync("GlancePortal.toast", cancellationToken, texts["Delete.Done", name].Value)
            : script.InvokeVoidAsync(
                "GlancePortal.toastWithUndo", cancellationToken, texts["Delete.Done", name].Value, texts["Action.Undo"].Value, "POST",
                $"/api/v1/images/{id}/restore?project_id={Uri.EscapeDataString(project)}", texts["Delete.Restored", name].Value));
        return new(true, null);
    }

    private Task<bool> ConfirmedAsync(string name, bool forGood, ImageVisibility visibility, CancellationToken cancellationToken) =>
        questions.AskAsync<DeleteImageDialog>(
            texts["Delete.Title"],
            new() { [nameof(DeleteImageDialog.Name)] = name, [nameof(DeleteImageDialog.ForGood)] = forGood, [nameof(DeleteImageDialog.Visibility)] = visibility },
            cancellationToken);
}
