namespace GlancePortal.Domain.Errors;

/// <summary>Input that breaks a rule of its shape or range.</summary>
/// <param name="message">Names the field, the rule and the value's fault.</param>
/// <param name="code">A code of its own where a text in the portal hangs on it.</param>
public sealed class InvalidInputException(string message, string code = "input.invalid") : DomainException(code, message);
