namespace GlancePortal.Components.Shared;

/// <summary>Why an action did not happen.</summary>
/// <param name="Code">Stable code; the texts hang on it.</param>
/// <param name="Detail">What exactly, in English, for those who ask for details.</param>
/// <param name="RequestId">Leads to the log.</param>
public sealed record Refusal(string Code, string Detail, string RequestId)
{
    /// <summary>Code of a fault that nobody foresaw.</summary>
    public const string Unknown = "unknown";

    /// <summary>Whether the same action may succeed a moment later; a missing role does not come by trying again.</summary>
    public bool CanPass => !Code.StartsWith("access.", StringComparison.Ordinal);
}

/// <summary>What came of an action.</summary>
/// <param name="Value">Its result; default when refused.</param>
/// <param name="Refusal">Why not; null when it happened.</param>
public readonly record struct Outcome<T>(T? Value, Refusal? Refusal);
