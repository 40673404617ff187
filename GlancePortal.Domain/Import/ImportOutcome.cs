using System.Text.Json;

namespace GlancePortal.Domain.Import;

/// <summary>What an import has found and decided so far. Survives the process; becomes the image's provenance.</summary>
public sealed class ImportOutcome
{
    /// <summary>How the data came: one of <see cref="ImportMethods"/>, `upload` or `tus`.</summary>
    public string? Method { get; set; }

    /// <summary>Where it came from, without credentials; null for an upload.</summary>
    public string? Source { get; set; }

    /// <summary>Number of the step that made the content; 0 while it is what came in.</summary>
    public int ContentStep { get; set; }

    /// <summary>What the image declared when the steps looked, `disk/container`; null before the first.</summary>
    public string? DeclaredAs { get; set; }

    /// <summary>Reads what <see cref="ToJson"/> wrote; null is an outcome of nothing.</summary>
    public static ImportOutcome Read(string? json) =>
        json is null ? new ImportOutcome() : JsonSerializer.Deserialize(json, ImportJson.Default.ImportOutcome) ?? new ImportOutcome();

    /// <summary>As a record has it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ImportJson.Default.ImportOutcome);

    /// <summary>The same once more, to go back to.</summary>
    public ImportOutcome Copy() => Read(ToJson());

    /// <summary>Whether an image still declares what the steps have seen.</summary>
    internal bool Fits(Images.Image image) => DeclaredAs is null || DeclaredAs == DeclarationOf(image);

    /// <summary>Notes what an image declares now.</summary>
    /// <returns>False when it is not what it was at the steps before: they are to be taken again.</returns>
    public bool See(Images.Image image)
    {
        var fits = Fits(image);
        DeclaredAs = DeclarationOf(image);
        return fits;
    }

    private static string DeclarationOf(Images.Image image) => $"{image.DiskFormat}/{image.ContainerFormat}";

    /// <summary>Disk format of the content now; null while it is what the image declares.</summary>
    public string? DiskFormat { get; set; }

    /// <summary>Container format of the content now; null while it is what the image declares.</summary>
    public string? ContainerFormat { get; set; }

    /// <summary>Properties that the image gets when it becomes active; a null value removes one.</summary>
    public Dictionary<string, string?> Properties { get; init; } = [];

    /// <summary>What was done, in order.</summary>
    public List<ImportStep> Steps { get; init; } = [];

    /// <summary>What a scan found; null when none ran.</summary>
    public ScanVerdict? Scan { get; set; }

    /// <summary>Whether a signature of the content was verified; null when it has none.</summary>
    public bool? SignatureVerified { get; set; }

    /// <summary>Where copies are already, by store.</summary>
    public Dictionary<string, string> Stored { get; init; } = [];

    /// <summary>Stores that could not take a copy.</summary>
    public List<string> FailedStores { get; init; } = [];
}

/// <summary>A step that was taken.</summary>
/// <param name="Name">Name of the plugin.</param>
/// <param name="Facts">What is worth knowing of it, for example formats, sizes, versions.</param>
public sealed record ImportStep(string Name, IReadOnlyDictionary<string, string> Facts);

/// <summary>What a scan for malicious content found.</summary>
/// <param name="Result">`clean`, `infected` or `not-scanned`.</param>
/// <param name="Signature">Name of what was found; null unless infected.</param>
/// <param name="Reason">Why it was not scanned; null unless so.</param>
/// <param name="Engine">Version of the scanner.</param>
/// <param name="At">When (UTC).</param>
public sealed record ScanVerdict(string Result, string? Signature, string? Reason, string? Engine, DateTimeOffset At);
