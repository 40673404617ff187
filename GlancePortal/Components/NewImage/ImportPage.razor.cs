using GlancePortal.Components.Shared;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Domain.Stores;
using GlancePortal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace GlancePortal.Components.NewImage;

/// <summary>Makes an image from a file on a web server. The server fetches it; this page only looks at its beginning.</summary>
public sealed partial class ImportPage : ProjectPage
{
    private readonly ImportForm _form = new();
    private readonly HashSet<string> _visited = [];
    private HashSet<string> _refused = [];
    private Choices? _choices;
    private Refusal? _denied;
    private Refusal? _refusal;
    private Refusal? _notFound;
    private string? _lookedAt;
    private int _looks;
    private bool _looking;
    private bool _saving;
    private bool _done;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required IStringLocalizer<NewImageTexts> W { get; init; }

    [Inject]
    public required IStringLocalizer<ImportTexts> I { get; init; }

    [Inject]
    public required IOptions<ImageOptions> ImageOptions { get; init; }

    [Inject]
    internal StoreRegistry Stores { get; init; } = null!;

    private bool Losing => !_done && _form.Changed;

    private string Here => new Uri(Navigation.Uri).AbsolutePath;

    private bool StoresAreChosen => _choices?.Stores.Count > 1;

    protected override async Task OnInitializedAsync()
    {
        var outcome = await RunAsync<ImageAccess, Choices>((access, caller) => Task.FromResult(Choices.For(caller, access, ImageOptions.Value, Stores)));
        (_choices, _denied) = (outcome.Value, outcome.Refusal);
        if (StoresAreChosen)
        {
            _form.Stores.Add(_choices!.DefaultStore);
        }
    }

    private Task LeftAsync(string field)
    {
        _visited.Add(field);
        return _form.HasAddress && _lookedAt != _form.Address + "\n" + _form.Checksum ? LookAsync() : Task.CompletedTask;
    }

    private async Task LookAsync()
    {
        var (look, address, checksum) = (++_looks, _form.Address.Trim(), _form.Checksum.Trim());
        (_lookedAt, _looking, _notFound) = (_form.Address + "\n" + _form.Checksum, true, null);
        StateHasChanged();
        var outcome = await RunAsync<Preflight, PreflightReport>((preflight, caller) => preflight.RunAsync(caller, address, checksum, Leaving));
        if (look != _looks)
        {
            // Another address was typed meanwhile.
            return;
        }

        (_looking, _notFound) = (false, outcome.Refusal);
        if (outcome.Value is { } found)
        {
            _form.Take(found);
        }
    }

    private async Task SubmitAsync()
    {
        _refusal = null;
        var faults = _form.Faults(StoresAreChosen);
        _refused = [.. faults.Select(fault => fault.Field)];
        _visited.UnionWith(_refused);
        if (faults.Count > 0)
        {
            await JS.InvokeVoidAsync("GlancePortal.focus", Leaving, faults[0].Field);
            return;
        }

        _saving = true;
        StateHasChanged();
        var (draft, request) = (_form.Draft(), _form.Request());
        var outcome = await RunAsync<ImageImports, Image>((imports, caller) => imports.BeginNewAsync(caller, draft, request, Leaving));
        _saving = false;
        _refusal = outcome.Refusal;
        if (outcome.Value is { } image)
        {
            _done = true;
            Navigation.NavigateTo($"{ImagesAddress}/{image.Id}");
        }
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext context)
    {
        if (Losing && !await JS.InvokeAsync<bool>("confirm", Leaving, W["Leave"].Value))
        {
            context.PreventNavigation();
        }
    }

    private void Choose(string store, bool chosen)
    {
        _ = chosen ? _form.Stores.Add(store) : _form.Stores.Remove(store);
        _form.Typed(ImportForm.Fields.Stores);
    }

    private void Visited(string field) => _visited.Add(field);

    private IReadOnlyList<Fault> Unsettled() =>
        _refused.Count == 0 ? [] : [.. _form.Faults(StoresAreChosen).Where(fault => _refused.Contains(fault.Field))];

    private string? FaultOf(string field) =>
        _visited.Contains(field) ? _form.Faults(StoresAreChosen).FirstOrDefault(fault => fault.Field == field)?.Text : null;

    private Dictionary<string, object> Look(string field)
    {
        var look = new Dictionary<string, object>();
        if (FaultOf(field) is not null)
        {
            look["aria-invalid"] = "true";
            look["aria-describedby"] = $"{field}-fault";
        }
        else if (field is ImportForm.Fields.Address or ImportForm.Fields.Checksum or ImportForm.Fields.Tags)
        {
            look["aria-describedby"] = $"{field}-help";
        }

        return look;
    }

    private string FormatOf(PreflightReport found) => found switch
    {
        { Format: FormatNames.Raw } => I["FormatUnknown"],
        { VirtualSizeBytes: { } disk } => I["FormatOf", found.Format, ByteSize.Short(disk)],
        _ => found.Format,
    };

    private sealed record Choices(
        IReadOnlyList<string> DiskFormats, IReadOnlyList<string> ContainerFormats, IReadOnlyList<ImageVisibility> Visibilities, IReadOnlyList<string> Stores,
        string DefaultStore)
    {
        public static Choices For(Caller caller, ImageAccess access, ImageOptions options, StoreRegistry stores)
        {
            access.RequireCreate(caller, caller.ProjectId);
            return new Choices(
                options.DiskFormats,
                options.ContainerFormats,
                [.. Enum.GetValues<ImageVisibility>().Where(visibility => access.MayGive(caller, caller.ProjectId, visibility))],
                [.. stores.All.Where(store => !store.ReadOnly).Select(store => store.Id)],
                stores.Default.Id);
        }
    }
}
