using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>What projects want done to their images' data on the way in: shows it to those who know of the project, changes it for its managers.</summary>
/// <param name="db">The records.</param>
/// <param name="projects">Says which projects there are.</param>
/// <param name="access">Says who is an administrator.</param>
/// <param name="changes">Saves and announces.</param>
/// <param name="options">Which compressions there are.</param>
public sealed class ProjectImports(
    PortalDb db, KnownProjects projects, ImageAccess access, StateChanges changes, IOptionsMonitor<ImageOptions> options)
{
    /// <summary>What a caller says for no compression.</summary>
    public const string NoCompression = "none";

    /// <summary>The rules of a project.</summary>
    /// <exception cref="NotFoundException">No such project that the caller may know of. 404.</exception>
    public async Task<ProjectImportRules> ShowAsync(Caller caller, string projectId, CancellationToken cancellationToken)
    {
        await projects.RequireAsync(caller, projectId, cancellationToken);
        return await db.ProjectImportRules.AsNoTracking().SingleOrDefaultAsync(rules => rules.ProjectId == projectId, cancellationToken)
            ?? new ProjectImportRules { ProjectId = projectId };
    }

    /// <summary>Changes the rules of a project, for what begins to come in from now on.</summary>
    /// <exception cref="NotFoundException">No such project that the caller may know of. 404.</exception>
    /// <exception cref="ForbiddenException">Neither a manager of the project nor an administrator. 403.</exception>
    /// <exception cref="InvalidInputException">No such format or compression. 400.</exception>
    public async Task<ProjectImportRules> ChangeAsync(Caller caller, ProjectImportRules rules, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rules);
        await projects.RequireAsync(caller, rules.ProjectId, cancellationToken);
        if (!access.IsAdmin(caller) && !caller.Has(RoleNames.Manager))
        {
            throw new ForbiddenException("The import rules of a project are for its managers and for administrators.");
        }

        var wanted = Checked(rules);
        await changes.WriteAsync(
            caller,
            async set =>
            {
                await db.LockQuotasAsync(rules.ProjectId, cancellationToken);
                await db.ProjectImportRules.Where(row => row.ProjectId == rules.ProjectId).ExecuteDeleteAsync(cancellationToken);
                if (wanted.ConvertTo is not null)
                {
                    db.ProjectImportRules.Add(wanted);
                }

                set.Record(
                    "import_rules.update", "project", rules.ProjectId, rules.ProjectId,
                    detail: Facts.Of(("convert_to", wanted.ConvertTo), ("compression", wanted.Compression)));
            },
            cancellationToken);
        return wanted;
    }

    private ProjectImportRules Checked(ProjectImportRules rules)
    {
        var compression = rules.Compression == NoCompression ? null : rules.Compression;
        if (rules.ConvertTo is { } format && !DiskFormats.IsConvertible(format))
        {
            throw new InvalidInputException($"convertTo must be one of {string.Join(", ", DiskFormats.Convertible)}, or null.", "import.rules_invalid");
        }

        if (compression is not null && (rules.ConvertTo != "qcow2" || !options.CurrentValue.Qcow2Compressions.Contains(compression)))
        {
            throw new InvalidInputException(
                $"compression is of what is converted to qcow2: {string.Join(", ", options.CurrentValue.Qcow2Compressions.Prepend(NoCompression))}.", "import.rules_invalid");
        }

        return new ProjectImportRules { ProjectId = rules.ProjectId, ConvertTo = rules.ConvertTo, Compression = compression };
    }
}
