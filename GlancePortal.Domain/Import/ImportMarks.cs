using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>What an import writes about itself on its image, as properties by Glance's names. Inside of a write.</summary>
/// <remarks>glance-behaviour.md, import: clients follow them.</remarks>
internal static class ImportMarks
{
    /// <summary>Id of the job that imports: whoever has it on the image has the image.</summary>
    public const string Lock = "os_glance_import_task";

    /// <summary>Stores that are still to get a copy, separated by commas.</summary>
    public const string ImportingTo = "os_glance_importing_to_stores";

    /// <summary>Stores that could not get one, separated by commas.</summary>
    public const string Failed = "os_glance_failed_import";

    /// <summary>Address of the node that has the staged data; never shown.</summary>
    public const string StageHost = "os_glance_stage_host";

    /// <summary>The value of a mark; null when the image does not have it.</summary>
    public static Task<string?> MarkAsync(this PortalDb db, Guid imageId, string name, CancellationToken cancellationToken) =>
        db.ImageProperties.Where(property => property.ImageId == imageId && property.Name == name)
            .Select(property => (string?)property.Value).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Sets a mark, or removes it when the value is null.</summary>
    public static async Task MarkAsync(this PortalDb db, Guid imageId, string name, string? value, CancellationToken cancellationToken)
    {
        var row = db.ImageProperties.Where(property => property.ImageId == imageId && property.Name == name);
        if (value is null)
        {
            await row.ExecuteDeleteAsync(cancellationToken);
        }
        else if (await row.ExecuteUpdateAsync(property => property.SetProperty(x => x.Value, value), cancellationToken) == 0)
        {
            db.ImageProperties.Add(new ImageProperty { ImageId = imageId, Name = name, Value = value });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Sets the lists of stores and the lock.</summary>
    public static async Task MarkAsync(
        this PortalDb db, Guid imageId, Guid? jobId, IEnumerable<string> importingTo, IEnumerable<string> failed, CancellationToken cancellationToken)
    {
        await db.MarkAsync(imageId, Lock, jobId?.ToString(), cancellationToken);
        await db.MarkAsync(imageId, ImportingTo, string.Join(',', importingTo), cancellationToken);
        await db.MarkAsync(imageId, Failed, string.Join(',', failed), cancellationToken);
    }
}
