using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Reads what projects want done to their data.</summary>
/// <param name="db">The records.</param>
public sealed class ImportRules(PortalDb db)
{
    /// <summary>What the project wants; null when it wants nothing.</summary>
    public Task<ProjectImportRules?> OfAsync(string? projectId, CancellationToken cancellationToken) =>
        db.ProjectImportRules.AsNoTracking().SingleOrDefaultAsync(rules => rules.ProjectId == projectId, cancellationToken);
}
