using GlancePortal.Domain.Errors;

namespace GlancePortal.Uploads;

/// <summary>The client speaks another version of tus, or does not say which. Answered 412.</summary>
internal sealed class TusVersionException() : DomainException("tus.version", $"This server speaks tus {TusHeaders.Version}; say so in {TusHeaders.TusResumable}.");

/// <summary>A header of tus that is missing or cannot be read. Answered 400.</summary>
internal sealed class TusHeaderException(string header, string rule) : DomainException("tus.header_invalid", $"{header} must be {rule}.");

/// <summary>The bytes come under another media type than tus gives them. Answered 415.</summary>
internal sealed class TusMediaTypeException() : DomainException("tus.media_type", $"The bytes of an upload have the media type {TusHeaders.OffsetMediaType}.");
