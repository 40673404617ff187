namespace GlancePortal.Domain.Errors;

/// <summary>A quota or size limit would be exceeded.</summary>
/// <param name="message">Names the limit, its value and the value asked for.</param>
/// <param name="code">A code of its own where a text in the portal hangs on it.</param>
public sealed class LimitExceededException(string message, string code = "limit.exceeded") : DomainException(code, message);
