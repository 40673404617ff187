using System.Globalization;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Domain.Uploads;

/// <summary>What a sender's metadata asks for: an image that is there or one to be made, a store, digests to hold the content against.</summary>
public sealed record UploadPlan
{
    /// <summary>Name of the image that is there.</summary>
    internal const string ImageIdName = "image_id";

    private const string DigestPrefix = "checksum_";
    private static readonly string[] Digests = ["md5", "sha256", "sha512"];
    private static readonly string[] Ignored = ["filetype", "relativePath"];

    // Set by the program alone; as a property of the image they would fake the real ones.
    private static readonly HashSet<string> NotForSenders = new(StringComparer.Ordinal)
    {
        "id", "status", "checksum", "os_hash_algo", "os_hash_value", "size", "virtual_size", "created_at", "updated_at", "direct_url",
        "locations", "location", "stores", "self", "file", "schema", "deleted", "deleted_at", "owner",
    };

    /// <summary>Queued image that the bytes fill; null when one is to be made.</summary>
    public Guid? ImageId { get; private init; }

    /// <summary>The image to be made; null when there is one.</summary>
    public ImageDraft? Draft { get; private init; }

    /// <summary>Name of the sender's file.</summary>
    public string? FileName { get; private init; }

    /// <summary>Store asked for; null takes the default.</summary>
    public string? StoreId { get; private init; }

    /// <summary>Digests that the content must have, in lower-case hex by algorithm.</summary>
    public IReadOnlyDictionary<string, string> ExpectedDigests { get; private init; } = new Dictionary<string, string>();

    /// <summary>Reads the names and values of an upload's metadata.</summary>
    /// <exception cref="InvalidInputException">A reserved name nobody knows, or a value that breaks its rule.</exception>
    public static UploadPlan Read(IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.Values.Any(value => value.Contains('\0', StringComparison.Ordinal)))
        {
            throw new InvalidInputException("Metadata cannot hold a zero character.", "upload.metadata_invalid");
        }

        var fields = metadata.Where(field => !Ignored.Contains(field.Key)).ToDictionary(StringComparer.Ordinal);
        var fileName = Take(fields, "filename");
        var storeId = Take(fields, "store");
        var digests = TakeDigests(fields);
        var imageId = Take(fields, ImageIdName);
        if (imageId is not null && fields.Count > 0)
        {
            throw new InvalidInputException(
                $"An upload into an image that is there cannot set its properties: {string.Join(", ", fields.Keys.Order(StringComparer.Ordinal))}.",
                "upload.metadata_invalid");
        }

        return new UploadPlan
        {
            ImageId = imageId is null ? null : ReadId(imageId),
            Draft = imageId is null ? ReadDraft(fields, fileName) : null,
            FileName = fileName,
            StoreId = storeId,
            ExpectedDigests = digests,
        };
    }

    private static string? Take(Dictionary<string, string> fields, string name)
    {
        fields.Remove(name, out var value);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static Dictionary<string, string> TakeDigests(Dictionary<string, string> fields)
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in fields.Keys.Where(name => name.StartsWith(DigestPrefix, StringComparison.Ordinal)).ToList())
        {
            var algorithm = name[DigestPrefix.Length..];
            if (!Digests.Contains(algorithm))
            {
                throw Unknown(name);
            }

            if (Take(fields, name) is { } value)
            {
                digests[algorithm] = ExpectedDigest.IsDigest(algorithm, value)
                    ? value.ToLowerInvariant()
                    : throw new InvalidInputException($"{name} is not a {algorithm} in hex.", "upload.metadata_invalid");
            }
        }

        return digests;
    }

    private static Guid ReadId(string text) =>
        Guid.TryParseExact(text, "D", out var id) ? id : throw new NotFoundException("image", text);

    private static ImageDraft ReadDraft(Dictionary<string, string> fields, string? fileName)
    {
        var draft = new ImageDraft
        {
            Name = Take(fields, "name") ?? fileName,
            DiskFormat = Take(fields, "disk_format"),
            ContainerFormat = Take(fields, "container_format"),
            Visibility = ReadVisibility(Take(fields, "visibility")),
            Protected = ReadFlag(fields, "protected"),
            Hidden = ReadFlag(fields, "os_hidden"),
            MinDisk = ReadNumber(fields, "min_disk"),
            MinRam = ReadNumber(fields, "min_ram"),
            Tags = Take(fields, "tags")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
            Properties = fields,
        };
        if (fields.Keys.FirstOrDefault(name => NotForSenders.Contains(name) || name.StartsWith("os_glance", StringComparison.Ordinal)) is { } reserved)
        {
            throw Unknown(reserved);
        }

        return draft.DiskFormat is not null && draft.ContainerFormat is not null
            ? draft
            : throw new InvalidInputException(
                "The metadata must name an image_id, or the disk_format and container_format of the image to be made.", "upload.metadata_invalid");
    }

    private static ImageVisibility ReadVisibility(string? text) => text switch
    {
        null or "shared" => ImageVisibility.Shared,
        "private" => ImageVisibility.Private,
        "community" => ImageVisibility.Community,
        "public" => ImageVisibility.Public,
        _ => throw Invalid("visibility", "shared, private, community or public"),
    };

    private static bool ReadFlag(Dictionary<string, string> fields, string name) => Take(fields, name)?.ToLowerInvariant() switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Invalid(name, "true or false"),
    };

    private static int ReadNumber(Dictionary<string, string> fields, string name) => Take(fields, name) switch
    {
        null => 0,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Invalid(name, "a whole number from 0"),
    };

    private static InvalidInputException Invalid(string name, string wanted) => new($"{name} must be {wanted}.", "upload.metadata_invalid");

    private static InvalidInputException Unknown(string name) =>
        new($"The metadata name '{name}' is reserved and has no meaning here.", "upload.metadata_invalid");
}
