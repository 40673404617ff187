using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Api.V3;

/// <summary>Users, projects, roles and domains in Keystone's words, with links to themselves.</summary>
internal sealed class DirectoryItems(PublicAddress address)
{
    public ProjectItem Of(Project project, HttpRequest request) => new(
        project.Id, project.Name, project.DomainId, project.Description, project.Enabled, ParentId: project.DomainId,
        Link(request, $"projects/{project.Id}"));

    public UserItem Of(PortalUser user, HttpRequest request) =>
        new(user.Id, user.UserName!, user.DomainId, user.Description, user.Enabled, Link(request, $"users/{user.Id}"))
        {
            Email = user.Email,
            DefaultProjectId = user.DefaultProjectId,
        };

    public RoleItem Of(Role role, HttpRequest request) => new(role.Id, role.Name, Link(request, $"roles/{role.Id}"));

    public DomainItem Of(IdentityDomain domain, HttpRequest request) =>
        new(domain.Id, domain.Name, domain.Description, domain.Enabled, Link(request, $"domains/{domain.Id}"));

    public ProjectsBody List(IEnumerable<Project> projects, HttpRequest request) =>
        new([.. projects.Select(project => Of(project, request))], SelfOf(request));

    public UsersBody List(IEnumerable<PortalUser> users, HttpRequest request) => new([.. users.Select(user => Of(user, request))], SelfOf(request));

    public RolesBody List(IEnumerable<Role> roles, HttpRequest request) => new([.. roles.Select(role => Of(role, request))], SelfOf(request));

    public DomainsBody List(IEnumerable<IdentityDomain> domains, HttpRequest request) =>
        new([.. domains.Select(domain => Of(domain, request))], SelfOf(request));

    public AssignmentsBody List(IEnumerable<NamedAssignment> assignments, bool names, HttpRequest request) =>
        new([.. assignments.Select(assignment => Of(assignment, names, request))], SelfOf(request));

    public ApplicationCredentialItem Of(ApplicationCredential credential, HttpRequest request, string? secret = null) => new(
        credential.Id,
        credential.Name,
        credential.Description,
        credential.UserId,
        credential.ProjectId,
        [.. credential.RoleNames.Select(name => Of(new Role { Id = Role.IdOf(name), Name = name }, request))],
        credential.ExpiresAt,
        credential.Unrestricted,
        Link(request, $"users/{credential.UserId}/application_credentials/{credential.Id}"))
    {
        Secret = secret,
    };

    public CollectionLinks SelfOf(HttpRequest request) => new($"{address.Of(request)}{request.Path}{request.QueryString}");

    private AssignmentItem Of(NamedAssignment assignment, bool names, HttpRequest request)
    {
        var (role, user, project, domain) = assignment;
        var place = project is not null ? $"projects/{project.Id}" : $"domains/{domain!.Id}";
        return new AssignmentItem(
            new AssignmentParty(role.Id) { Name = names ? role.Name : null },
            Party(user, names),
            new AssignmentScope
            {
                Project = project is null ? null : Party(project, names),
                Domain = domain is null ? null : new AssignmentParty(domain.Id) { Name = names ? domain.Name : null },
            },
            new AssignmentLinks($"{address.Of(request)}/v3/{place}/users/{user.Id}/roles/{role.Id}"));
    }

    private static AssignmentParty Party(NamedRef item, bool names) =>
        new(item.Id) { Name = names ? item.Name : null, Domain = names ? new ScopeDomain(item.Domain.Id, item.Domain.Name) : null };

    private SelfLink Link(HttpRequest request, string path) => new($"{address.Of(request)}/v3/{path}");
}
