using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Uploads;

/// <summary>Somebody else writes this upload now. Answered 423; a moment later it may be free.</summary>
public sealed class UploadBusyException(Guid uploadId)
    : DomainException("upload.busy", $"Upload {uploadId} is being written by another request.")
{
    /// <inheritdoc/>
    public override bool IsTransient => true;
}

/// <summary>The sender goes on at another byte than the one that is next. Answered 409.</summary>
public sealed class UploadOffsetException(long expected, long sent)
    : DomainException("upload.offset_mismatch", $"The upload goes on at byte {expected}, not {sent}.")
{
    /// <summary>Byte at which it goes on.</summary>
    public long Expected { get; } = expected;
}

/// <summary>More bytes than the upload was said to have, or an upload beyond what an image may have. Answered 413.</summary>
public sealed class UploadTooLongException(long allowedBytes)
    : DomainException("upload.too_long", $"At most {allowedBytes} bytes are allowed here.");

/// <summary>The bytes of one request are not those its checksum was made of. Answered 460, as tus says; none of them is kept.</summary>
public sealed class PieceChecksumException(string algorithm)
    : DomainException("upload.checksum_mismatch", $"The {algorithm} of the bytes that came differs from the checksum that was sent.");

/// <summary>The image was deleted while its data was on the way. Answered 410; the data is removed.</summary>
public sealed class ImageDeletedException(Guid imageId)
    : DomainException("image.deleted", $"Image {imageId} was deleted during the upload.");

/// <summary>The transfer ended before its last byte, by the client, the network or the end of a process.</summary>
public sealed class UploadInterruptedException(Exception? inner = null)
    : DomainException(Cause, "The transfer ended before its last byte.", inner)
{
    /// <summary>Code of this cause.</summary>
    public const string Cause = "upload.interrupted";
}

/// <summary>No bytes came for too long. Answered 404 as if it had never been.</summary>
public sealed class UploadExpiredException(Guid uploadId)
    : DomainException("upload.expired", $"Upload {uploadId} was dropped because no bytes came for too long.");
