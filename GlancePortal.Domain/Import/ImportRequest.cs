using System.Text.Json.Serialization;

namespace GlancePortal.Domain.Import;

/// <summary>What somebody wants imported, and to where. Kept with the job.</summary>
public sealed record ImportRequest
{
    /// <summary>One of <see cref="ImportMethods"/>.</summary>
    public required string Method { get; init; }

    /// <summary>Address of the data for `web-download`; in a record without anything secret.</summary>
    public string? Uri { get; init; }

    /// <summary>The whole address, sealed, where it has something secret.</summary>
    public string? SealedUri { get; init; }

    /// <summary>What the data must hash to: hex of md5, sha1, sha256 or sha512, or the address of a file that says it; null when nothing is known.</summary>
    public string? Checksum { get; init; }

    /// <summary>The whole address of that file, sealed, where it has something secret.</summary>
    public string? SealedChecksum { get; init; }

    /// <summary>Region of the other image service for `glance-download`.</summary>
    public string? Region { get; init; }

    /// <summary>Image there.</summary>
    public string? RemoteImageId { get; init; }

    /// <summary>Interface of that service in its catalogue; kept for the task's record.</summary>
    public string? RemoteInterface { get; init; }

    /// <summary>The caller's token, for methods that ask another service in the caller's name; never in a record.</summary>
    [JsonIgnore]
    public string? Token { get; init; }

    /// <summary>That token, sealed.</summary>
    public string? SealedToken { get; init; }

    /// <summary>Image whose data is converted; null for data from elsewhere.</summary>
    public Guid? SourceImageId { get; init; }

    /// <summary>Disk format that is made; null leaves it to the project and the operator.</summary>
    public string? ConvertTo { get; init; }

    /// <summary>Compression of a qcow2 that is made, zlib or zstd; null for none.</summary>
    public string? Compression { get; init; }

    /// <summary>Whether an ISO is made a disk of, too.</summary>
    public bool TakesIso { get; init; }

    /// <summary>Whether the result takes the place of the image's own data.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether it has something that only who asked may use.</summary>
    [JsonIgnore]
    public bool HasSecrets => SealedToken is not null || SealedUri is not null || SealedChecksum is not null;

    /// <summary>Ids of the stores; empty takes the default one.</summary>
    public IReadOnlyList<string> Stores { get; init; } = [];

    /// <summary>Whether every store that can be written is meant.</summary>
    public bool AllStores { get; init; }

    /// <summary>Whether the import fails as a whole when one store does; otherwise the others keep their copies.</summary>
    public bool AllStoresMustSucceed { get; init; } = true;

    /// <summary>Roles of who asked, for the steps that look at them.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The body of the task that this is, where it was asked for as one; JSON.</summary>
    public string? TaskInput { get; init; }
}
