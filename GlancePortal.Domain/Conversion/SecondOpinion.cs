using System.Text.Json;

namespace GlancePortal.Domain.Conversion;

/// <summary>What `qemu-img info` says about a disk, read strictly.</summary>
/// <param name="Driver">Driver that opened it.</param>
/// <param name="VirtualSizeBytes">Size of the disk inside.</param>
/// <param name="Fault">Why it must not be opened; null when nothing speaks against it.</param>
internal sealed record SecondOpinion(string Driver, long VirtualSizeBytes, string? Fault)
{
    private static readonly string[] SingleFileVmdks = ["monolithicSparse", "streamOptimized"];

    /// <summary>An answer that cannot be read speaks against the disk.</summary>
    public static SecondOpinion Unreadable { get; } = new("", 0, "qemu-img's answer about it is not understood.");

    /// <param name="json">Standard output of `qemu-img info --output=json`.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static SecondOpinion Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Text(root, "format") is not { } format
            || !root.TryGetProperty("virtual-size", out var size) || !size.TryGetInt64(out var bytes))
        {
            throw new JsonException();
        }

        return new SecondOpinion(format, bytes, FaultOf(root));
    }

    private static string? FaultOf(JsonElement root)
    {
        if (Text(root, "backing-filename") is not null || Text(root, "full-backing-filename") is not null)
        {
            return "it needs a backing file.";
        }

        if (root.TryGetProperty("encrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
        {
            return "it is encrypted.";
        }

        if (!root.TryGetProperty("format-specific", out var specific) || !specific.TryGetProperty("data", out var data))
        {
            return null;
        }

        return Text(data, "data-file") is not null ? "it keeps its data in another file."
            : Text(data, "create-type") is { } kind && Array.IndexOf(SingleFileVmdks, kind) < 0 ? "it is a VMDK of more than one file."
            : data.TryGetProperty("extents", out var extents) && extents.GetArrayLength() > 1 ? "it is a VMDK of more than one file."
            : null;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
