namespace GlancePortal.Domain.Errors;

/// <summary>No such object, or none that this caller may know of.</summary>
public sealed class NotFoundException : DomainException
{
    /// <summary>Nothing has this id or name.</summary>
    /// <param name="kind">What was looked for, for example `image`.</param>
    /// <param name="id">The id or name that was asked for.</param>
    public NotFoundException(string kind, string id)
        : base($"{kind}.not_found", $"No {kind} found with ID {id}")
    {
    }

    private NotFoundException(string code, string message, Exception? inner)
        : base(code, message, inner)
    {
    }

    /// <summary>The place itself is not there, because what serves it is switched off.</summary>
    /// <param name="message">Names what is switched off.</param>
    /// <param name="code">A code of its own.</param>
    public static NotFoundException SwitchedOff(string message, string code) => new(code, message, inner: null);
}
