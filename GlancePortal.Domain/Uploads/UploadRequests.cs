namespace GlancePortal.Domain.Uploads;

/// <summary>What a sender asks for when an upload begins.</summary>
public sealed record NewUpload
{
    /// <summary>Bytes it will have; null when the sender does not know yet.</summary>
    public long? Length { get; init; }

    /// <summary>Names and values that describe it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The same as sent, to be given back to whoever asks.</summary>
    public string? MetadataAsSent { get; init; }

    /// <summary>Whether it is a piece of a later concatenation.</summary>
    public bool IsPartial { get; init; }

    /// <summary>The partial uploads that make up a final one, in order; null unless it is one.</summary>
    public IReadOnlyList<Guid>? Parts { get; init; }
}

/// <summary>Bytes of an upload that come in one request.</summary>
/// <param name="Offset">Byte at which they begin.</param>
/// <param name="Body">The bytes; read to their end.</param>
public sealed record UploadPiece(long Offset, Stream Body)
{
    /// <summary>How many they are; null when the request does not say.</summary>
    public long? Bytes { get; init; }

    /// <summary>Length of the whole upload, for one that had none yet; null when it is not said here.</summary>
    public long? UploadLength { get; init; }

    /// <summary>Checksum of these bytes; null when none was sent.</summary>
    public PieceChecksum? Checksum { get; init; }
}

/// <summary>Checksum of the bytes of one request.</summary>
/// <param name="Algorithm">One of <see cref="Algorithms"/>.</param>
/// <param name="Value">The checksum.</param>
public sealed record PieceChecksum(string Algorithm, ReadOnlyMemory<byte> Value)
{
    /// <summary>Algorithms that can be checked.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["md5", "sha1", "sha256", "sha512"];
}
