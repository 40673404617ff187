using GlancePortal.Components.Layout;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Jobs;
using GlancePortal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace GlancePortal.Components.Jobs;

/// <summary>One job: its phases with times, bytes and speed, its log, why it failed and what can be done.</summary>
public sealed partial class JobPage : ProjectPage
{
    private const string NotFound = "job.not_found";
    private const int LinesAtFirst = 50;
    private const int MostLines = 200;
    private Refusal? _refusal;
    private bool _missing;
    private Guid _loaded;
    private int _lines = LinesAtFirst;

    [Parameter]
    public Guid Id { get; set; }

    /// <summary>What is shown; the live page takes it over from the prerendered one.</summary>
    [PersistentState]
    public JobDetails? Details { get; set; }

    [Inject]
    public required IStringLocalizer<JobTexts> W { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    internal LiveUpdates Updates { get; init; } = null!;

    // The address of the administration names no project.
    private bool IsAdministration => Project is null;

    private string ListAddress => IsAdministration ? AdminAddress.Jobs : Layout.ProjectAddress.JobsOf(Project);

    private string Name => Details is not { Job: { } job } ? "" : job.ImageName is { } image
        ? W["TitleOf", T[$"Job.Type.{job.Type}"], image]
        : T[$"Job.Type.{job.Type}"];

    protected override async Task OnParametersSetAsync()
    {
        if (_loaded != Id && Details?.Job.Id != Id)
        {
            (Details, _lines) = (null, LinesAtFirst);
            await LoadAsync();
        }

        _loaded = Id;
    }

    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _ = Updates.WatchAsync(update => update.ObjectId == Id.ToString(), _ => InvokeAsync(BringAsync), Leaving);
        }

        return Task.CompletedTask;
    }

    private async Task LoadAsync()
    {
        var outcome = await RunAsync<JobLists, JobDetails>((lists, caller) => lists.ShowAsync(caller, Id, _lines, Leaving));
        _missing = outcome.Refusal?.Code == NotFound;
        _refusal = _missing ? null : outcome.Refusal;
        Details = outcome.Value ?? (_missing ? null : Details);
    }

    private async Task BringAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private Task ShowEarlierAsync()
    {
        _lines = MostLines;
        return LoadAsync();
    }

    private async Task CancelAsync(Guid job) =>
        _refusal = await RunAsync<JobControl>((jobs, caller) => jobs.CancelAsync(caller, job, Leaving));

    private async Task RetryAsync(Guid job) =>
        _refusal = await RunAsync<JobControl>((jobs, caller) => jobs.RetryAsync(caller, job, Leaving));

    private string ImageAddress(Guid image) =>
        $"{Layout.ProjectAddress.ImagesOf(IsAdministration ? Details!.Job.ProjectId! : Project)}/{image}";
}
