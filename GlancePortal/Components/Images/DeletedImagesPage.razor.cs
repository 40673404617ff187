using System.Globalization;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace GlancePortal.Components.Images;

/// <summary>The recycle bin of a project: what was deleted and can still be restored.</summary>
public sealed partial class DeletedImagesPage : ProjectPage
{
    private static readonly string[] Moves = ["image.delete", "image.restore", "image.purge"];
    private ElementReference _heading;
    private string? _loadedProject;
    private Refusal? _refusal;
    private Guid? _restoring;

    [SupplyParameterFromQuery(Name = "page")]
    public int? PageQuery { get; set; }

    /// <summary>What is shown; the live page takes it over from the prerendered one.</summary>
    [PersistentState]
    public DeletedImageList? List { get; set; }

    [Inject]
    internal LiveUpdates Updates { get; init; } = null!;

    [Inject]
    internal ImageAccess Access { get; init; } = null!;

    [Inject]
    internal IJSRuntime Script { get; init; } = null!;

    private int PageNumber => PageQuery is > 0 and < 1_000_000 ? PageQuery.Value : 1;

    protected override async Task OnParametersSetAsync()
    {
        var handedOver = _loadedProject is null && List?.Page == PageNumber;
        if (!handedOver && (_loadedProject != Project || List?.Page != PageNumber))
        {
            if (_loadedProject is not null && _loadedProject != Project)
            {
                List = null;
            }

            await LoadAsync();
        }

        _loadedProject = Project;
    }

    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _ = Updates.WatchAsync(Concerns, _ => InvokeAsync(BringAsync), Leaving);
        }

        return Task.CompletedTask;
    }

    private async Task LoadAsync()
    {
        var page = PageNumber;
        var outcome = await RunAsync<DeletedImages, DeletedImageList>(async (images, caller) =>
        {
            // The project's, also for an administrator.
            var found = await images.PageAsync(
                caller, caller.ProjectId, (page - 1) * DeletedImageList.PageSize, DeletedImageList.PageSize, Leaving);
            return new DeletedImageList(page, [.. found.Images.Select(DeletedImageRow.Of)], found.Total, Viewer.Of(caller, Access));
        });
        if (page == PageNumber)
        {
            _refusal = outcome.Refusal;
            List = outcome.Value ?? List;
        }
    }

    private bool Concerns(LiveUpdate update) => update.ObjectType == "image" && update.ProjectId == List?.Viewer.ProjectId && Moves.Contains(update.Action);

    private async Task BringAsync()
    {
        // A refusal that is being read stays; the row it is about does, too.
        if (_refusal is null && _restoring is null)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private async Task RestoreAsync(DeletedImageRow row)
    {
        _restoring = row.Id;
        var refusal = await RunAsync<ImageRecords>((records, caller) => records.RestoreAsync(caller, row.Id, Leaving));
        _restoring = null;
        if (refusal is not null)
        {
            _refusal = refusal;
            return;
        }

        await LoadAsync();
        // The button is gone with its row.
        await _heading.FocusAsync();
        var name = string.IsNullOrWhiteSpace(row.Name) ? T["Image.Unnamed", row.Id.ToString()[..8]].Value : row.Name;
        await Script.InvokeVoidAsync("GlancePortal.toast", Leaving, T["Delete.Restored", name].Value);
    }

    private string Here(int page) => Layout.ProjectAddress.DeletedOf(Project) + (page == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"?page={page}"));
}
