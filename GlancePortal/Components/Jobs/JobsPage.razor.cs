using GlancePortal.Components.Layout;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Jobs;
using GlancePortal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace GlancePortal.Components.Jobs;

/// <summary>The jobs of a project, or of all for administrators. The address decides what is shown; how far they are is brought in place.</summary>
public sealed partial class JobsPage : ProjectPage
{
    private readonly HashSet<Guid> _appeared = [];
    private readonly Dictionary<Guid, Refusal> _rowRefusals = [];
    private string? _loaded;
    private Refusal? _refusal;
    private bool _loading;
    private int _loads;
    private int _news;

    [SupplyParameterFromQuery(Name = "q")]
    public string? TextQuery { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    public string? StateQuery { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    public string? TypeQuery { get; set; }

    [SupplyParameterFromQuery(Name = "image")]
    public string? ImageQuery { get; set; }

    [SupplyParameterFromQuery(Name = "cause")]
    public string? CauseQuery { get; set; }

    [SupplyParameterFromQuery(Name = "own")]
    public string? OwnQuery { get; set; }

    [SupplyParameterFromQuery(Name = "after")]
    public string? AfterQuery { get; set; }

    /// <summary>What is shown; the live page takes it over from the prerendered one.</summary>
    [PersistentState]
    public JobList? List { get; set; }

    [Inject]
    public required IStringLocalizer<JobTexts> W { get; init; }

    [Inject]
    internal LiveUpdates Updates { get; init; } = null!;

    private JobsPageState State { get; set; } = new();

    // The address of the administration names no project.
    private bool IsAdministration => Project is null;

    private string Address => IsAdministration ? AdminAddress.Jobs : Layout.ProjectAddress.JobsOf(Project);

    private string Title => IsAdministration ? W["AllTitle"] : T["Nav.Jobs"];

    protected override async Task OnParametersSetAsync()
    {
        State = JobsPageState.Parse(TextQuery, StateQuery, TypeQuery, ImageQuery, CauseQuery, OwnQuery, AfterQuery);
        var key = Address;
        var handedOver = _loaded is null && List?.Query == State.ToQuery();
        if (!handedOver && (_loaded != key || List?.Query != State.ToQuery()))
        {
            List = _loaded is not null && _loaded != key ? null : List;
            await LoadAsync();
        }

        _loaded = key;
    }

    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _ = Updates.WatchAsync(Concerns, batch => InvokeAsync(() => BringAsync(batch)), Leaving);
        }

        return Task.CompletedTask;
    }

    private async Task LoadAsync()
    {
        var load = ++_loads;
        var state = State;
        _loading = true;
        var outcome = await RunAsync<JobLists, JobList>((lists, caller) => lists.LoadAsync(caller, state, Leaving));
        if (load != _loads)
        {
            // A later question was asked meanwhile: its answer is the one to show.
            return;
        }

        _loading = false;
        _refusal = outcome.Refusal;
        List = outcome.Value ?? List;
        _rowRefusals.Clear();
        _appeared.Clear();
        _news = 0;
    }

    private bool Concerns(LiveUpdate update) => update.ObjectType == JobEvents.ObjectType && List is { } list
        && (IsAdministration || (update.ProjectId is not null && update.ProjectId == list.ProjectId));

    // Rows stay where they are: changed ones in place, new ones counted.
    private async Task BringAsync(IReadOnlyCollection<LiveUpdate> batch)
    {
        if (List is not { } list || _loading)
        {
            return;
        }

        var shown = list.Rows.Select(row => row.Id).ToHashSet();
        // One that changed may match the filter only now.
        _appeared.UnionWith(batch.Where(update => update.Action != JobEvents.Progress)
            .Select(update => Guid.TryParse(update.ObjectId, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty && !shown.Contains(id)));
        if (shown.Count == 0)
        {
            if (_appeared.Count > 0)
            {
                await LoadAsync();
                StateHasChanged();
            }

            return;
        }

        var outcome = await RunAsync<JobLists, (IReadOnlyList<JobView> Rows, int News)>(async (lists, caller) => (
            await lists.RefreshAsync(caller, [.. shown], Leaving),
            await lists.CountAmongAsync(caller, State, [.. _appeared], list.Rows[0].CreatedAt, Leaving)));
        if (outcome.Refusal is not null || !ReferenceEquals(List, list))
        {
            return;
        }

        var now = outcome.Value.Rows.ToDictionary(row => row.Id);
        List = list with { Rows = [.. list.Rows.Select(row => now.GetValueOrDefault(row.Id, row))] };
        _news = outcome.Value.News;
        StateHasChanged();
    }

    private async Task ShowNews()
    {
        if (State.After is null)
        {
            await LoadAsync();
        }
        else
        {
            Navigation.NavigateTo(Here(State.GoAfter(null)));
        }
    }

    private void Search(string text) => Navigation.NavigateTo(Here(State.WithText(text)));

    private Task CancelAsync(Guid job) => ChangeAsync(job, (jobs, caller) => jobs.CancelAsync(caller, job, Leaving));

    private Task RetryAsync(Guid job) => ChangeAsync(job, (jobs, caller) => jobs.RetryAsync(caller, job, Leaving));

    private async Task ChangeAsync(Guid job, Func<JobControl, Domain.Access.Caller, Task> change)
    {
        _rowRefusals.Remove(job);
        if (await RunAsync(change) is { } refusal)
        {
            _rowRefusals[job] = refusal;
        }

        await BringAsync([]);
    }

    private string? ImageAddressOf(JobView job) => job.ImageId is not { } image || job.ProjectId is null ? null
        : $"{Layout.ProjectAddress.ImagesOf(IsAdministration ? job.ProjectId : Project)}/{image}";

    private string Here(JobsPageState state) => Address + state.ToQuery();

    private static string? Pressed(bool chosen) => chosen ? "true" : null;
}
