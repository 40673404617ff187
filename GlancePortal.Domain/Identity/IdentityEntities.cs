using Microsoft.AspNetCore.Identity;

namespace GlancePortal.Domain.Identity;

/// <summary>A namespace of users and projects.</summary>
public sealed class IdentityDomain
{
    /// <summary>Id, `default` for the first.</summary>
    public required string Id { get; set; }

    /// <summary>Name, unique.</summary>
    public required string Name { get; set; }

    /// <summary>For people to read.</summary>
    public string Description { get; set; } = "";

    /// <summary>Nobody signs in to a disabled one.</summary>
    public bool Enabled { get; set; } = true;
}

/// <summary>A project: owns images, and people have roles in it.</summary>
public sealed class Project
{
    /// <summary>Id, 32 hex digits unless given.</summary>
    public required string Id { get; set; }

    /// <summary>Domain it is in.</summary>
    public required string DomainId { get; set; }

    /// <summary>Name, unique in its domain.</summary>
    public required string Name { get; set; }

    /// <summary>For people to read.</summary>
    public string Description { get; set; } = "";

    /// <summary>Nobody signs in to a disabled one.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Grows when something about the project ends tokens; tokens carry the number they were issued under.</summary>
    public int TokensVersion { get; set; }
}

/// <summary>A person or service that signs in. Name unique in its domain.</summary>
public sealed class PortalUser : IdentityUser
{
    /// <summary>Domain it is in.</summary>
    public string DomainId { get; set; } = IdentityDefaults.DomainId;

    /// <summary>For people to read.</summary>
    public string Description { get; set; } = "";

    /// <summary>A disabled user cannot sign in, and tokens end.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Project of a sign-in that names none; null when none.</summary>
    public string? DefaultProjectId { get; set; }

    /// <summary>True while the password is the one the program made up at the first start.</summary>
    public bool PasswordGenerated { get; set; }

    /// <summary>Hash of the password that the bootstrap file last gave; a start resets the password only when the file's differs from it.</summary>
    public string? BootstrapPasswordHash { get; set; }

    /// <summary>Grows when something about the user ends tokens; tokens carry the number they were issued under.</summary>
    public int TokensVersion { get; set; }
}

/// <summary>Ids that always exist.</summary>
public static class IdentityDefaults
{
    /// <summary>The first domain.</summary>
    public const string DomainId = "default";

    /// <summary>Name of the first domain.</summary>
    public const string DomainName = "Default";

    /// <summary>The administrator made at the first start.</summary>
    public const string AdminName = "admin";

    /// <summary>Names of the projects that always exist.</summary>
    public static IReadOnlyList<string> ProjectNames { get; } = ["admin", "service"];
}

/// <summary>A role of a user in a project or a domain.</summary>
public sealed class RoleAssignment
{
    /// <summary>Who.</summary>
    public required string UserId { get; set; }

    /// <summary>Where: a project's or domain's id.</summary>
    public required string ScopeId { get; set; }

    /// <summary>Whether the scope is a domain.</summary>
    public bool IsDomainScope { get; set; }

    /// <summary>Which role.</summary>
    public required string RoleId { get; set; }
}

/// <summary>A role's id and name.</summary>
public sealed class Role
{
    /// <summary>Id, 32 hex digits.</summary>
    public required string Id { get; set; }

    /// <summary>Name, unique, lower case.</summary>
    public required string Name { get; set; }

    /// <summary>The id of a role: made from its name, so that a token needs to carry only names.</summary>
    public static string IdOf(string name) => StableIds.Of("role", name);
}
