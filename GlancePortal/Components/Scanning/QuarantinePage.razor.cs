using System.Globalization;
using GlancePortal.Components.Layout;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Scanning;
using GlancePortal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace GlancePortal.Components.Scanning;

/// <summary>What a scanner found malicious, of all projects: an administrator releases or discards it.</summary>
public sealed partial class QuarantinePage : ProjectPage
{
    private static readonly string[] Moves = [QuarantineEvents.Put, QuarantineEvents.Released, QuarantineEvents.Discarded];
    private ElementReference _heading;
    private bool _loaded;
    private Refusal? _refusal;
    private bool _asking;
    private Guid? _deciding;

    [SupplyParameterFromQuery(Name = "page")]
    public int? PageQuery { get; set; }

    /// <summary>What is shown; the live page takes it over from the prerendered one.</summary>
    [PersistentState]
    public QuarantineList? List { get; set; }

    [Inject]
    public required IStringLocalizer<QuarantineTexts> W { get; init; }

    [Inject]
    internal LiveUpdates Updates { get; init; } = null!;

    [Inject]
    internal Questions Questions { get; init; } = null!;

    [Inject]
    internal IJSRuntime Script { get; init; } = null!;

    private int PageNumber => PageQuery is > 0 and < 1_000_000 ? PageQuery.Value : 1;

    protected override async Task OnParametersSetAsync()
    {
        var handedOver = !_loaded && List?.Page == PageNumber;
        if (!handedOver && (!_loaded || List?.Page != PageNumber))
        {
            await LoadAsync();
        }

        _loaded = true;
    }

    protected override Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _ = Updates.WatchAsync(update => Moves.Contains(update.Action), _ => InvokeAsync(BringAsync), Leaving);
        }

        return Task.CompletedTask;
    }

    private async Task LoadAsync()
    {
        var page = PageNumber;
        var outcome = await RunAsync<Quarantine, QuarantineList>(async (quarantine, caller) =>
        {
            var request = new QuarantineRequest { Offset = (page - 1) * QuarantineList.PageSize, Limit = QuarantineList.PageSize };
            var found = await quarantine.ListAsync(caller, request, Leaving);
            return new QuarantineList(page, [.. found.Items.Select(QuarantineRow.Of)], found.Total);
        });
        if (page == PageNumber)
        {
            _refusal = outcome.Refusal;
            List = outcome.Value ?? List;
        }
    }

    private async Task BringAsync()
    {
        // Nothing moves below a question, or below a refusal that is being read.
        if (_refusal is null && !_asking)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private Task ReleaseAsync(QuarantineRow row) =>
        DecideAsync(row, release: true, (quarantine, caller) => quarantine.ReleaseAsync(caller, row.Id, Leaving));

    private Task DiscardAsync(QuarantineRow row) =>
        DecideAsync(row, release: false, (quarantine, caller) => quarantine.DiscardAsync(caller, row.Id, Leaving));

    private async Task DecideAsync(QuarantineRow row, bool release, Func<Quarantine, Caller, Task> act)
    {
        _asking = true;
        try
        {
            var confirmed = await Questions.AskAsync<QuarantineDialog>(
                release ? W["Release.Title"] : W["Discard.Title"],
                new() { [nameof(QuarantineDialog.Row)] = row, [nameof(QuarantineDialog.Release)] = release },
                Leaving);
            if (!confirmed)
            {
                return;
            }

            // Not while it is asked: a button that is off loses the focus.
            _deciding = row.Id;
            var refusal = await RunAsync(act);
            await LoadAsync();
            if (refusal is not null)
            {
                // Somebody else may have decided meanwhile: the list is new, the reason stays.
                _refusal = refusal;
                return;
            }
        }
        finally
        {
            (_asking, _deciding) = (false, null);
        }

        // The button is gone with its row.
        await _heading.FocusAsync();
        await Script.InvokeVoidAsync("GlancePortal.toast", Leaving, W[release ? "Release.Done" : "Discard.Done", QuarantineWords.NameOf(T, W, row)].Value);
    }

    private static string Here(int page) => AdminAddress.Quarantine + (page == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"?page={page}"));
}
