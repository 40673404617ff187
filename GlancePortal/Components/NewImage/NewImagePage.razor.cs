using GlancePortal.Components.Shared;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Resources;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;

namespace GlancePortal.Components.NewImage;

/// <summary>Describes a new image and hands its file to the upload panel. The bytes never pass through here.</summary>
public sealed partial class NewImagePage : ProjectPage, IAsyncDisposable
{
    private readonly NewImageForm _form = new();
    private readonly HashSet<string> _visited = [];
    private Choices? _choices;
    private Refusal? _denied;
    private Refusal? _refusal;
    private IJSObjectReference? _script;
    private IJSObjectReference? _attached;
    private DotNetObjectReference<NewImagePage>? _self;
    private bool _saving;
    private bool _done;

    [Inject]
    public required IJSRuntime JS { get; init; }

    [Inject]
    public required IStringLocalizer<NewImageTexts> W { get; init; }

    [Inject]
    public required IOptions<ImageOptions> ImageOptions { get; init; }

    private bool Losing => !_done && _form.Changed;

    private string Here => new Uri(Navigation.Uri).AbsolutePath;

    private string? DiskFormatHelp => _form.ContradictsHeader ? W["FormatContradicts", _form.File!.Format!].Value
        : _form.File is { Format: null, Compressed: false, Archive: false } ? W["FormatUnknown"].Value
        : null;

    private string TagsHelp => W["TagsHelp"];

    private string ChecksumHelp => ExpectedChecksum.Parse(_form.Checksum) is { } expected ? W["ChecksumIs", expected.Algorithm] : W["ChecksumHelp"];

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_attached is not null)
            {
                await _attached.InvokeVoidAsync("detach");
                await _attached.DisposeAsync();
            }

            if (_script is not null)
            {
                await _script.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page went with its connection.
        }

        _self?.Dispose();
    }

    /// <summary>Called by the page's script when a file was chosen or dropped.</summary>
    [JSInvokable]
    public void FileChosen(FileFacts file)
    {
        _form.Take(file);
        Visited(NewImageForm.Fields.File);
        StateHasChanged();
    }

    protected override async Task OnInitializedAsync()
    {
        var outcome = await RunAsync<ImageAccess, Choices>((access, caller) => Task.FromResult(Choices.For(caller, access, ImageOptions.Value)));
        (_choices, _denied) = (outcome.Value, outcome.Refusal);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_choices is null || _self is not null)
        {
            return;
        }

        _self = DotNetObjectReference.Create(this);
        _script = await JS.InvokeAsync<IJSObjectReference>("import", Leaving, "/js/uploads/new-image.js");
        _attached = await _script.InvokeAsync<IJSObjectReference>("attach", Leaving, _self);
    }

    private async Task SubmitAsync()
    {
        _refusal = null;
        var faults = _form.Check();
        _visited.UnionWith(faults.Select(fault => fault.Field));
        if (faults.Count > 0)
        {
            await _script!.InvokeVoidAsync("focus", Leaving, faults[0].Field);
            return;
        }

        _saving = true;
        StateHasChanged();
        var answer = await _script!.InvokeAsync<Answer>(
            "submit", Leaving, new { project = _choices!.ProjectId, page = $"{ImagesAddress}/{{id}}", title = _form.Name.Trim() }, _form.Metadata());
        _saving = false;
        if (answer.ImageId is null)
        {
            _refusal = new Refusal(answer.Code ?? Refusal.Unknown, answer.Message ?? "", answer.RequestId ?? "");
            return;
        }

        _done = true;
        Navigation.NavigateTo($"{ImagesAddress}/{answer.ImageId}");
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext context)
    {
        if (Losing && !await JS.InvokeAsync<bool>("confirm", Leaving, W["Leave"].Value))
        {
            context.PreventNavigation();
        }
    }

    private void Visited(string field) => _visited.Add(field);

    private string? FaultOf(string field) =>
        _visited.Contains(field) ? _form.Faults().FirstOrDefault(fault => fault.Field == field)?.Text : null;

    private string? Described(string field) => FaultOf(field) is null ? null : $"{field}-fault";

    private Dictionary<string, object> Look(string field, string? help = null)
    {
        var look = new Dictionary<string, object>();
        if (FaultOf(field) is not null)
        {
            look["aria-invalid"] = "true";
            look["aria-describedby"] = $"{field}-fault";
        }
        else if (help is not null)
        {
            look["aria-describedby"] = $"{field}-help";
        }

        return look;
    }

    private string Found(FileFacts file)
    {
        var size = ByteSize.Short(file.Size);
        return file switch
        {
            { Format: { } format, VirtualSize: { } disk } => W["FoundDisk", size, FormatName(format), ByteSize.Short(disk)],
            { Format: { } format } => W["FoundFormat", size, FormatName(format)],
            { Compressed: true } => W["FoundCompressed", size],
            { Archive: true } => W["FoundArchive", size],
            _ => W["FoundNothing", size],
        };
    }

    private static string FormatName(string format) => format switch
    {
        "qcow2" => "qcow2 (QEMU)",
        "vmdk" => "vmdk (VMware)",
        "vhd" => "vhd (Virtual PC)",
        "vhdx" => "vhdx (Hyper-V)",
        "vdi" => "vdi (VirtualBox)",
        "iso" => "iso (ISO 9660)",
        _ => format,
    };

    private sealed record Answer(string? ImageId, string? Code, string? Message, string? RequestId);

    private sealed record Choices(
        string ProjectId, IReadOnlyList<string> DiskFormats, IReadOnlyList<string> ContainerFormats, IReadOnlyList<ImageVisibility> Visibilities)
    {
        public static Choices For(Caller caller, ImageAccess access, ImageOptions options)
        {
            access.RequireCreate(caller, caller.ProjectId);
            return new Choices(
                caller.ProjectId ?? "",
                options.DiskFormats,
                options.ContainerFormats,
                [.. Enum.GetValues<ImageVisibility>().Where(visibility => access.MayGive(caller, caller.ProjectId, visibility))]);
        }
    }
}
