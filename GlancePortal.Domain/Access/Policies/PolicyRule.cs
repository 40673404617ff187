namespace GlancePortal.Domain.Access;

/// <summary>A rule as the program has it when no file says otherwise.</summary>
/// <param name="Name">Name of the operation, or of a rule that others refer to.</param>
/// <param name="Text">The rule, in the language of oslo.policy.</param>
/// <param name="Allows">What it allows, for people to read.</param>
/// <param name="Who">Whom it allows that, for people to read.</param>
public sealed record PolicyRule(string Name, string Text, string Allows, string Who)
{
    /// <summary>Whether it only looks: all that a caller without credentials can ever be allowed.</summary>
    public bool IsRead { get; init; }
}
