using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Conversion;

/// <summary>A disk was not converted. Answered 400, or as its code says.</summary>
/// <param name="code">`convert.…`.</param>
/// <param name="message">The cause, without paths of the host.</param>
public sealed class ConversionException(string code, string message) : DomainException(code, message);

/// <summary>An archive was not unpacked. Answered 400, or as its code says.</summary>
/// <param name="code">`decompress.…`.</param>
/// <param name="message">The cause, without paths of the host.</param>
public sealed class DecompressionException(string code, string message) : DomainException(code, message);
