using GlancePortal.Access;
using GlancePortal.Components.Layout;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Components.Account;

/// <summary>Who is signed in.</summary>
public sealed record Profile(string Id, string Name, string Domain, IReadOnlyList<ProjectOfProfile> Projects);

/// <summary>A project of theirs.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name.</param>
/// <param name="Domain">Name of its domain.</param>
/// <param name="Slug">As addresses write it.</param>
/// <param name="Roles">Roles given in it.</param>
public sealed record ProjectOfProfile(string Id, string Name, string Domain, string Slug, IReadOnlyList<string> Roles);

internal sealed class ProfileLoader(IdentityQueries identity, PortalCallers callers)
{
    public async Task<Profile> LoadAsync(Caller caller, CancellationToken cancellationToken)
    {
        var user = await identity.FindUserAsync(new EntityReference(caller.UserId, null), cancellationToken)
            ?? throw new NotFoundException("user", caller.UserId ?? "");
        var own = await callers.ProjectsOfAsync(user.Id, cancellationToken);
        var projects = new List<ProjectOfProfile>();
        foreach (var project in own)
        {
            var found = await identity.FindProjectAsync(new EntityReference(project.Id, null), cancellationToken);
            projects.Add(new(
                project.Id, project.Name, await DomainAsync(found?.DomainId, cancellationToken), ProjectAddress.SlugOf(project, own), project.Roles));
        }

        return new Profile(user.Id, user.UserName ?? "", await DomainAsync(user.DomainId, cancellationToken), projects);
    }

    private async Task<string> DomainAsync(string? id, CancellationToken cancellationToken) =>
        (await identity.FindDomainAsync(id, null, cancellationToken))?.Name ?? id ?? "";
}
