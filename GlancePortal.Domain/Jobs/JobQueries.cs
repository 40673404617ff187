using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Jobs;

/// <summary>Jobs as people see them: those of their project, an administrator all.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who looks at all.</param>
public sealed class JobQueries(PortalDb db, ImageAccess access)
{
    /// <summary>One job with its phases.</summary>
    /// <exception cref="NotFoundException">There is none that the caller may know of.</exception>
    public async Task<Job> GetAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        await Visible(caller).SingleOrDefaultAsync(job => job.Id == id, cancellationToken) ?? throw new NotFoundException("job", id.ToString());

    /// <summary>Jobs about an image, newest first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="imageId">The image.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<Job>> OfImageAsync(Caller caller, Guid imageId, int take, CancellationToken cancellationToken) =>
        await Visible(caller).Where(job => job.ImageId == imageId)
            .OrderByDescending(job => job.CreatedAt).Take(take).ToListAsync(cancellationToken);

    /// <summary>Jobs, newest first. An administrator who names no project gets those of all, and of the program itself.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="projectId">The project; null means all that the caller may see.</param>
    /// <param name="skip">Pages before.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<IReadOnlyList<Job>> ListAsync(Caller caller, string? projectId, int skip, int take, CancellationToken cancellationToken) =>
        await Visible(caller).Where(job => projectId == null || job.ProjectId == projectId)
            .OrderByDescending(job => job.CreatedAt).ThenBy(job => job.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);

    private IQueryable<Job> Visible(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var jobs = db.Jobs.AsNoTracking().Include(job => job.Phases.OrderBy(phase => phase.Index));
        return access.IsAdmin(caller) ? jobs : jobs.Where(job => job.ProjectId != null && job.ProjectId == caller.ProjectId);
    }
}
