using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Hooks;

/// <summary>The operator's step does not accept the content. Answered 409.</summary>
public sealed class HookRefusedException(string reason) : DomainException("hook.refused", $"The operator's check does not accept the content: {reason}");

/// <summary>The operator's step did not come to an answer; the content is kept for another try. Answered 503.</summary>
/// <param name="code">`hook.failed` or `hook.timeout`.</param>
/// <param name="message">The cause.</param>
public sealed class HookFaultException(string code, string message) : DomainException(code, message);
