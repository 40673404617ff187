using System.Text.Json;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Api.V3;

/// <summary>What a request for a token asks for.</summary>
internal static class AuthRequestReader
{
    public static ScopeRequest ScopeOf(JsonElement scope)
    {
        switch (scope.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                return new ScopeRequest.Unsaid();
            case JsonValueKind.String when scope.ValueEquals("unscoped"):
                return new ScopeRequest.Unscoped();
            case JsonValueKind.Object when scope.TryGetProperty("system", out _):
                return new ScopeRequest.System();
            case JsonValueKind.Object when scope.TryGetProperty("unscoped", out _):
                return new ScopeRequest.Unscoped();
            case JsonValueKind.Object:
                return ScopeOf(Parse(scope));
            default:
                throw new InvalidInputException("scope must be an object with project or domain, or \"unscoped\".");
        }
    }

    public static EntityReference UserOf(UserPart user)
    {
        if (user.Id is null && (user.Name is null || user.Domain is null))
        {
            throw new InvalidInputException("user needs an id, or a name and a domain.");
        }

        return new EntityReference(user.Id, user.Name, user.Domain?.Id, user.Domain?.Name);
    }

    private static ScopeRequest ScopeOf(ScopePart scope) => scope switch
    {
        { Project: { } project, Domain: null } when project.Id is not null || project is { Name: not null, Domain: not null } =>
            new ScopeRequest.InProject(new EntityReference(project.Id, project.Name, project.Domain?.Id, project.Domain?.Name)),
        { Domain: { } domain, Project: null } when (domain.Id ?? domain.Name) is not null => new ScopeRequest.InDomain(domain.Id, domain.Name),
        _ => throw new InvalidInputException("scope needs a project by id or by name and domain, or a domain by id or name."),
    };

    private static ScopePart Parse(JsonElement scope)
    {
        try
        {
            return scope.Deserialize(V3Json.Default.ScopePart)!;
        }
        catch (JsonException)
        {
            throw new InvalidInputException("scope must be an object with project or domain.");
        }
    }
}
