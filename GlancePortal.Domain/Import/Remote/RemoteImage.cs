using System.Text.Json;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>An image of another region.</summary>
/// <param name="Region">Name of the region.</param>
/// <param name="Id">Its id there.</param>
public sealed record RemoteImage(string Region, Guid Id)
{
    /// <summary>Its status there.</summary>
    public required string Status { get; init; }

    /// <summary>Its disk format; null when it has none.</summary>
    public string? DiskFormat { get; init; }

    /// <summary>Its container format; null when it has none.</summary>
    public string? ContainerFormat { get; init; }

    /// <summary>Length of its data; null when it is not known there.</summary>
    public long? Bytes { get; init; }

    /// <summary>The checksum that its data must have; null when it has none there.</summary>
    public ExpectedDigest? Digest { get; init; }

    /// <summary>The custom properties that are fetched with it.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>What its data is recognised by when the fetching goes on later: data never changes under one id.</summary>
    public string Validator => Digest?.ToString() ?? Id.ToString();

    /// <summary>Reads what the image API shows; null when it is no image.</summary>
    internal static RemoteImage? Read(string region, Guid id, ReadOnlyMemory<byte> json, IReadOnlyList<string> prefixes)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var image = document.RootElement;
            return image.ValueKind != JsonValueKind.Object || Text(image, "status") is not { } status ? null : new RemoteImage(region, id)
            {
                Status = status,
                DiskFormat = Text(image, "disk_format"),
                ContainerFormat = Text(image, "container_format"),
                Bytes = image.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out var bytes) ? bytes : null,
                Digest = DigestOf(Text(image, "os_hash_algo"), Text(image, "os_hash_value")) ?? DigestOf("md5", Text(image, "checksum")),
                Properties = image.EnumerateObject()
                    .Where(member => member.Value.ValueKind == JsonValueKind.String && prefixes.Any(prefix => member.Name.StartsWith(prefix, StringComparison.Ordinal)))
                    .DistinctBy(member => member.Name)
                    .ToDictionary(member => member.Name, member => member.Value.GetString()!),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement image, string name) =>
        image.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ExpectedDigest? DigestOf(string? algorithm, string? value) =>
        algorithm is not null && value is not null && ExpectedDigest.IsDigest(algorithm, value) ? new ExpectedDigest(algorithm, value.ToLowerInvariant()) : null;
}
