namespace GlancePortal.Domain.Errors;

/// <summary>The caller may see the object but not do this to it.</summary>
/// <param name="message">Names the operation and what it needs.</param>
/// <param name="code">A code of its own where a text in the portal hangs on it.</param>
public sealed class ForbiddenException(string message, string code = "access.forbidden") : DomainException(code, message);
