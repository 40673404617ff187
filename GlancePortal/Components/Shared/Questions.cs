using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace GlancePortal.Components.Shared;

/// <summary>Asks before something that cannot be taken back, and gives the focus back to where it was.</summary>
internal sealed class Questions(DialogService dialogs, IJSRuntime script)
{
    /// <summary>Opens a dialog that closes with true for yes.</summary>
    public async Task<bool> AskAsync<TDialog>(string title, Dictionary<string, object?> parameters, CancellationToken cancellationToken)
        where TDialog : ComponentBase
    {
        await script.InvokeVoidAsync("GlancePortal.holdFocus", cancellationToken);
        var confirmed = await dialogs.OpenAsync<TDialog>(
            title, parameters, new() { ShowClose = false, CloseDialogOnEsc = true, AutoFocusFirstElement = true }) is true;
        await script.InvokeVoidAsync("GlancePortal.returnFocus", cancellationToken);
        return confirmed;
    }
}
