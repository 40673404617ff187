using System.Globalization;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Content;

/// <summary>More bytes came than are allowed. Answered 413.</summary>
public sealed class ContentTooLargeException(long maxBytes)
    : DomainException("content.too_large", string.Create(CultureInfo.InvariantCulture, $"The data is larger than the {maxBytes} bytes allowed."))
{
    /// <summary>Bytes that would have been allowed.</summary>
    public long MaxBytes { get; } = maxBytes;
}

/// <summary>The data is shorter or longer than was declared. Answered 400.</summary>
public sealed class ContentSizeMismatchException(long expectedBytes, long seenBytes)
    : DomainException(
        "content.size_mismatch",
        string.Create(CultureInfo.InvariantCulture, $"{expectedBytes} bytes were declared, {(seenBytes > expectedBytes ? "more" : seenBytes.ToString(CultureInfo.InvariantCulture))} came."));

/// <summary>The whole content has another digest than was announced. Answered 400.</summary>
public sealed class DigestMismatchException(string algorithm)
    : DomainException("upload.digest_mismatch", $"The {algorithm} of the content differs from the one that was announced.");

/// <summary>Stored data is not what was stored: a block's checksum differs, or bytes are missing. The answer must not end as a complete one.</summary>
public sealed class DamagedDataException(Guid imageId, string storeId, long block)
    : DomainException(
        "content.damaged",
        string.Create(CultureInfo.InvariantCulture, $"The data of image {imageId} in store '{storeId}' is damaged in block {block}."))
{
    /// <summary>Image whose data is damaged.</summary>
    public Guid ImageId { get; } = imageId;

    /// <summary>Store that holds the damaged copy.</summary>
    public string StoreId { get; } = storeId;

    /// <summary>First damaged block, counted from 0 in blocks of 1 MiB.</summary>
    public long Block { get; } = block;
}
