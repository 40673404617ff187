using GlancePortal.Components.Shared;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Jobs;
using Microsoft.AspNetCore.Components;

namespace GlancePortal.Components.Images;

/// <summary>One image: what it is, whether it is whole, how to use it, what happened to it.</summary>
public sealed partial class ImagePage : ProjectPage
{
    private const string NotFound = "image.not_found";
    private Refusal? _refusal;
    private bool _missing;
    private bool _deleting;
    private Guid _loaded;
    private BegunConversion? _begun;

    [Parameter]
    public Guid Id { get; set; }

    /// <summary>What is shown; the live page takes it over from the prerendered one.</summary>
    [PersistentState]
    public ImageDetails? Image { get; set; }

    [Inject]
    internal LiveUpdates Updates { get; init; } = null!;

    [Inject]
    internal ImageDeletion Deletion { get; init; } = null!;

    [Inject]
    internal ImageConverting Converting { get; init; } = null!;

    private string Name => string.IsNullOrWhiteSpace(Image?.Name) ? T["Image.Unnamed", Id.ToString()[..8]] : Image.Name;

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != Id && Image?.Id != Id)
        {
            (Image, _begun) = (null, null);
            await LoadAsync();
        }

        _loaded = Id;
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
        var outcome = await RunAsync<ImageDetailsLoader, ImageDetails>((loader, caller) => loader.LoadAsync(caller, Id, Leaving));
        _missing = outcome.Refusal?.Code == NotFound;
        _refusal = _missing ? null : outcome.Refusal;
        Image = outcome.Value ?? (_missing ? null : Image);
    }

    private bool Concerns(LiveUpdate update) => update.ObjectId == Id.ToString()
        || (update.ObjectType is "job" or "upload" && update.ProjectId is not null && update.ProjectId == Image?.OwnerId);

    private async Task BringAsync()
    {
        // A deletion of one's own leads away from here.
        if (!_deleting)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private async Task DeleteAsync()
    {
        if (_deleting)
        {
            // A second click asks for nothing new.
            return;
        }

        _deleting = true;
        var deletion = await Deletion.AskAndDeleteAsync(Project, Image!.Id, Name, Image.Visibility, Leaving);
        if (deletion.Value)
        {
            Navigation.NavigateTo(ImagesAddress);
            return;
        }

        // What others changed while the question was open was not brought.
        _deleting = false;
        await LoadAsync();
        _refusal = deletion.Refusal ?? _refusal;
    }

    private async Task ConvertAsync()
    {
        if (ConversionOffer.WhyNot(Image!) is null)
        {
            _begun = await Converting.AskAndBeginAsync(Project, Image!, Name, Leaving);
            await LoadAsync();
        }
    }

    private async Task CancelAsync(Guid job) =>
        _refusal = await RunAsync<JobControl>((jobs, caller) => jobs.CancelAsync(caller, job, Leaving));

    private async Task RetryAsync(Guid job) =>
        _refusal = await RunAsync<JobControl>((jobs, caller) => jobs.RetryAsync(caller, job, Leaving));
}
