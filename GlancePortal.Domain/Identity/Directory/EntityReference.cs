namespace GlancePortal.Domain.Identity;

/// <summary>A user or project as a client names it: by id, or by name and domain.</summary>
/// <param name="Id">Id; wins over the name.</param>
/// <param name="Name">Name.</param>
/// <param name="DomainId">Domain of the name by id.</param>
/// <param name="DomainName">Domain of the name by name.</param>
public sealed record EntityReference(string? Id, string? Name, string? DomainId = null, string? DomainName = null)
{
    /// <summary>As the client wrote it, for messages to it.</summary>
    public override string ToString() => Id ?? Name ?? "";
}
