using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Conversion;

/// <summary>Tells refusals of tools apart.</summary>
public static class ConversionRefusals
{
    /// <summary>Whether it says something of the machine and nothing of the content: the same may do on another day.</summary>
    public static bool IsOfTheMachine(DomainException refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal is ConversionException or DecompressionException
            && refusal.Code[(refusal.Code.IndexOf('.', StringComparison.Ordinal) + 1)..] is "output_full" or "tool_missing" or "timeout" or "memory";
    }
}
