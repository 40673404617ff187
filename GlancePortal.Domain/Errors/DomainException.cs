namespace GlancePortal.Domain.Errors;

/// <summary>A refusal that ends a request or a job: something the caller can understand and act on, never a bug.</summary>
/// <param name="code">Stable code, `area.reason` in snake case; texts in every language hang on it.</param>
/// <param name="message">What happened and why, in English, without paths of the host or secrets.</param>
/// <param name="inner">The fault below, for the log only.</param>
public abstract class DomainException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code, `area.reason`.</summary>
    public string Code { get; } = code;

    /// <summary>True when the same request may succeed a moment later.</summary>
    public virtual bool IsTransient => false;
}
