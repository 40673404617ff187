namespace GlancePortal.Domain.Identity;

/// <summary>Where a token is asked to act.</summary>
public abstract record ScopeRequest
{
    private ScopeRequest()
    {
    }

    /// <summary>Nothing was said: the user's default project if it has one, else nowhere.</summary>
    public sealed record Unsaid : ScopeRequest;

    /// <summary>Nowhere.</summary>
    public sealed record Unscoped : ScopeRequest;

    /// <summary>In a project.</summary>
    /// <param name="Which">The project as the client named it.</param>
    public sealed record InProject(EntityReference Which) : ScopeRequest;

    /// <summary>In a domain.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">Its name, without an id.</param>
    public sealed record InDomain(string? Id, string? Name) : ScopeRequest;

    /// <summary>In the whole system, which nobody here has a role in.</summary>
    public sealed record System : ScopeRequest;
}
