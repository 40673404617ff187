using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Images;

/// <summary>Which projects there are for whom: those who read images know of their own, administrators of all.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may look.</param>
/// <param name="identity">Says whether projects are records of ours.</param>
public sealed class KnownProjects(PortalDb db, ImageAccess access, IOptionsMonitor<PortalIdentityOptions> identity)
{
    private const int LongestProjectId = 255;

    /// <summary>Refuses a project that the caller may not know of.</summary>
    /// <exception cref="NotFoundException">No such project that the caller may know of. Answered 404.</exception>
    public async Task RequireAsync(Caller caller, string projectId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var isOwn = caller.ProjectId == projectId && access.MayList(caller);
        if (!isOwn && !(access.IsAdmin(caller) && await ExistsAsync(projectId, cancellationToken)))
        {
            throw new NotFoundException("project", projectId);
        }
    }

    // Elsewhere projects are somebody else's records: any id may be one.
    private async Task<bool> ExistsAsync(string projectId, CancellationToken cancellationToken) =>
        identity.CurrentValue.Provider == IdentityProvider.Embedded
            ? await db.Projects.AnyAsync(project => project.Id == projectId, cancellationToken)
            : projectId.Length <= LongestProjectId;
}
