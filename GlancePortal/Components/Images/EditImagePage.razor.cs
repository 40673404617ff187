using GlancePortal.Components.Shared;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace GlancePortal.Components.Images;

/// <summary>Changes an image's record: one form, one save. Nobody's change overwrites another's unseen.</summary>
public sealed partial class EditImagePage : ProjectPage
{
    private const string Changed = "image.changed";
    private ImageEdit? _edit;
    private Refusal? _refusal;
    private IReadOnlyDictionary<string, string> _faults = new Dictionary<string, string>();
    private string? _conflictBy;
    private bool _saving;
    private bool _saved;
    private bool _submitted;

    [Parameter]
    public Guid Id { get; set; }

    /// <summary>The image as it was when the form was opened.</summary>
    [PersistentState]
    public ImageDetails? Image { get; set; }

    [Inject]
    public required IJSRuntime Script { get; init; }

    private string ImageAddress => $"{ImagesAddress}/{Id}";

    private string Name => string.IsNullOrWhiteSpace(Image?.Name) ? T["Image.Unnamed", Id.ToString()[..8]] : Image.Name;

    protected override async Task OnInitializedAsync()
    {
        if (Image?.Id != Id)
        {
            var outcome = await LoadAsync();
            (Image, _refusal) = (outcome.Value, outcome.Refusal);
        }

        _edit = Image is null ? null : new ImageEdit(Image);
    }

    private Task<Outcome<ImageDetails>> LoadAsync() =>
        RunAsync<ImageDetailsLoader, ImageDetails>((loader, caller) => loader.LoadAsync(caller, Id, Leaving));

    private async Task SaveAsync()
    {
        _submitted = true;
        _faults = _edit!.Faults();
        if (_faults.Count > 0)
        {
            await Script.InvokeVoidAsync("GlancePortal.focus", _faults.Keys.First());
            return;
        }

        var changes = _edit.Changes();
        _saving = true;
        var refusal = changes.Count == 0
            ? null
            : await RunAsync<ImageRecords>((records, caller) => records.UpdateAsync(caller, Id, changes, _edit.Version, Leaving));
        _saving = false;
        if (refusal is null)
        {
            _saved = true;
            await Script.InvokeVoidAsync("GlancePortal.toast", T["Edit.Saved"].Value);
            Navigation.NavigateTo(ImageAddress);
        }
        else if (refusal.Code == Changed)
        {
            await ShowWhatOthersChangedAsync();
        }
        else
        {
            _refusal = refusal;
        }
    }

    private async Task ShowWhatOthersChangedAsync()
    {
        var since = Image!.UpdatedAt;
        var now = await LoadAsync();
        _refusal = now.Refusal;
        if (now.Value is null)
        {
            return;
        }

        var last = await RunAsync<AuditQueries, AuditEvent?>((audit, _) => audit.LastChangeAsync("image", Id.ToString(), since, Leaving));
        _conflictBy = last.Value?.UserName ?? T["Timeline.System"];
        Image = now.Value;
        _edit!.Rebase(now.Value);
    }

    // Nothing is said while somebody types for the first time.
    private void Recheck(string _) => _faults = _submitted ? _edit!.Faults() : _faults;

    private string? FaultOf(string field) => _faults.TryGetValue(field, out var fault) ? T[fault].Value : null;

    private string? Invalid(string field) => _faults.ContainsKey(field) ? "true" : null;

    private async Task AskBeforeLeaving(LocationChangingContext leaving)
    {
        if (!_saved && _edit?.HasChanges == true && !await Script.InvokeAsync<bool>("confirm", T["Edit.LeaveQuestion"].Value))
        {
            leaving.PreventNavigation();
        }
    }
}
