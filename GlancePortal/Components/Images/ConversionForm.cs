using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Import;

namespace GlancePortal.Components.Images;

/// <summary>What somebody chooses in the dialog that converts an image.</summary>
internal sealed class ConversionForm
{
    // Chinese as it is; it goes into a shell's quotes, not into HTML.
    private static readonly JsonSerializerOptions AsRead = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ImageDetails _image;
    private readonly string _sourceName;
    private readonly IReadOnlyList<string> _compressions;
    private string? _name;

    public ConversionForm(ImageDetails image, string name, IReadOnlyList<string> compressions)
    {
        (_image, _sourceName, _compressions) = (image, name, compressions);
        Replaces = !image.Viewer.MayCreate;
        Format = image.DiskFormat == FormatNames.Qcow2 ? FormatNames.Raw : FormatNames.Qcow2;
    }

    public string Format { get; private set; }

    public string? Compression { get; set; }

    public bool Replaces { get; set; }

    public bool TakesIso { get; set; }

    public bool IsIso => _image.DiskFormat == FormatNames.Iso;

    /// <summary>Name of the new image: one made of the old until somebody gives one.</summary>
    public string Name
    {
        get => _name ?? $"{_sourceName} ({Format})";
        set => _name = string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>Whether the format would be another one, or a compression makes a difference.</summary>
    public bool IsPossible(string format) => format != _image.DiskFormat || (format == FormatNames.Qcow2 && _compressions.Count > 0);

    /// <summary>Whether the format may be chosen without compression.</summary>
    public bool MayBePlain => Format != _image.DiskFormat;

    public void Choose(string format)
    {
        Format = format;
        Compression = MayBePlain ? null : _compressions[0];
    }

    public ConversionDraft ToDraft() => new(Format) { Compression = Compression, Replaces = Replaces, Name = Replaces ? null : Name, TakesIso = IsIso && TakesIso };

    /// <summary>The same as a command.</summary>
    /// <param name="address">Of the portal, with a slash at its end.</param>
    public string Command(string address)
    {
        var draft = ToDraft();
        var body = new JsonObject { ["diskFormat"] = draft.DiskFormat };
        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            ("compression", draft.Compression), ("replace", draft.Replaces ? true : null), ("name", draft.Name), ("fromIso", draft.TakesIso ? true : null),
        })
        {
            if (value is not null)
            {
                body[name] = value;
            }
        }

        return $"curl -X POST -H \"X-Auth-Token: $OS_TOKEN\" -H 'Content-Type: application/json' -d {ShellQuote.Of(body.ToJsonString(AsRead))} "
            + ShellQuote.Of($"{address}api/v1/images/{_image.Id}/convert");
    }
}
