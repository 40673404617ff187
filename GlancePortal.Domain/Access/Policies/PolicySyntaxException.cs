namespace GlancePortal.Domain.Access;

/// <summary>The text of a rule cannot be understood.</summary>
/// <param name="position">Character at which it goes wrong, from 1.</param>
/// <param name="reason">What is wrong there.</param>
internal sealed class PolicySyntaxException(int position, string reason) : Exception(reason)
{
    public int Position { get; } = position;
}
