namespace GlancePortal.Domain.Errors;

/// <summary>The object is in a state that does not allow this, or somebody else was first.</summary>
/// <param name="message">Names the state and the one needed.</param>
/// <param name="code">A code of its own where a text in the portal hangs on it.</param>
public sealed class ConflictException(string message, string code = "state.conflict") : DomainException(code, message);
