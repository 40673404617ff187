using GlancePortal.Components.Shared;
using GlancePortal.Domain.Audit;
using Microsoft.AspNetCore.Components;

namespace GlancePortal.Components.Images;

/// <summary>The images of a project. The address decides what is shown; whatever others change is brought in place.</summary>
public sealed partial class ImagesPage : ProjectPage
{
    private readonly HashSet<Guid> _gone = [];
    private readonly HashSet<Guid> _appeared = [];
    private string? _loadedProject;
    private Refusal? _refusal;
    private bool _loading;
    private int _loads;
    private int _news;

    [SupplyParameterFromQuery(Name = "q")]
    public string? TextQuery { get; set; }

    [SupplyParameterFromQuery(Name = "status")]
    public string? StatusQuery { get; set; }

    [SupplyParameterFromQuery(Name = "visibility")]
    public string? VisibilityQuery { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    public string? SortQuery { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    public int? PageQuery { get; set; }

    [SupplyParameterFromQuery(Name = "size")]
    public int? SizeQuery { get; set; }

    /// <summary>What is shown; the live page takes it over from the prerendered one.</summary>
    [PersistentState]
    public ImageList? List { get; set; }

    [Inject]
    internal LiveUpdates Updates { get; init; } = null!;

    [Inject]
    internal ImageDeletion Deletion { get; init; } = null!;

    private ImagesPageState State { get; set; } = new();

    protected override async Task OnParametersSetAsync()
    {
        State = ImagesPageState.Parse(TextQuery, StatusQuery, VisibilityQuery, SortQuery, PageQuery, SizeQuery);
        var handedOver = _loadedProject is null && List?.Query == State.ToQuery();
        if (!handedOver && (_loadedProject != Project || List?.Query != State.ToQuery()))
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
            _ = Updates.WatchAsync(Concerns, batch => InvokeAsync(() => BringAsync(batch)), Leaving);
        }

        return Task.CompletedTask;
    }

    private async Task LoadAsync()
    {
        var load = ++_loads;
        var state = State;
        _loading = true;
        var outcome = await RunAsync<ImageLists, ImageList>((lists, caller) => lists.LoadAsync(caller, state, Leaving));
        if (load != _loads)
        {
            // A later question was asked meanwhile: its answer is the one to show.
            return;
        }

        _loading = false;
        _refusal = outcome.Refusal;
        List = outcome.Value ?? List;
        _gone.Clear();
        _appeared.Clear();
        _news = 0;
    }

    private bool Concerns(LiveUpdate update) => List is { } list
        && (update.ProjectId == list.Viewer.ProjectId || list.Rows.Any(row => row.Id.ToString() == update.ObjectId));

    // Rows stay where they are: changed ones in place, deleted ones marked, new ones counted. What comes back is no news:
    // most likely somebody took back their own deletion and looks for the row.
    private async Task BringAsync(IReadOnlyCollection<LiveUpdate> batch)
    {
        if (List is not { } list || _loading)
        {
            return;
        }

        var shown = list.Rows.Select(row => row.Id).ToHashSet();
        if (AbsentAmong(batch, "image.restore", shown).Any())
        {
            await LoadAsync();
            StateHasChanged();
            return;
        }

        _appeared.UnionWith(AbsentAmong(batch, "image.create", shown));
        var outcome = await RunAsync<ImageLists, (IReadOnlyList<ImageRow> Rows, int News)>(async (lists, caller) => (
            await lists.RefreshAsync(caller, [.. shown], Leaving),
            await lists.CountAmongAsync(caller, State, [.. _appeared], Leaving)));
        if (outcome.Refusal is not null || !ReferenceEquals(List, list))
        {
            return;
        }

        var now = outcome.Value.Rows.ToDictionary(row => row.Id);
        _gone.Clear();
        _gone.UnionWith(shown.Where(id => !now.ContainsKey(id)));
        List = list with { Rows = [.. list.Rows.Select(row => now.GetValueOrDefault(row.Id, row))] };
        _news = outcome.Value.News;
        StateHasChanged();
    }

    private static IEnumerable<Guid> AbsentAmong(IReadOnlyCollection<LiveUpdate> batch, string action, HashSet<Guid> shown) => batch
        .Where(update => update.ObjectType == "image" && update.Action == action)
        .Select(update => Guid.TryParse(update.ObjectId, out var id) ? id : Guid.Empty)
        .Where(id => id != Guid.Empty && !shown.Contains(id));

    private async Task ShowNews()
    {
        if (State.Page == 1)
        {
            await LoadAsync();
        }
        else
        {
            Navigation.NavigateTo(Here(State.GoTo(1)));
        }
    }

    private void Search(string text) => Navigation.NavigateTo(Here(State.WithText(text)));

    private async Task DeleteAsync(ImageRow row) =>
        _refusal = (await Deletion.AskAndDeleteAsync(Project, row.Id, NameOf(row), row.Visibility, Leaving)).Refusal;

    private string NameOf(ImageRow row) => string.IsNullOrWhiteSpace(row.Name) ? T["Image.Unnamed", row.Id.ToString()[..8]] : row.Name;

    private string Here(ImagesPageState state) => ImagesAddress + state.ToQuery();

    private IEnumerable<string> FilterWords()
    {
        var words = State.Statuses.Select(status => T[$"Status.{status}"].Value)
            .Concat(State.Visibilities.Select(visibility => T[$"Visibility.{visibility}"].Value));
        return State.Text.Length > 0 ? words.Prepend(T["Images.Quoted", State.Text]) : words;
    }
}
