using System.Text.Json;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>Tells where the data of images came from. Whoever asks has checked that the caller may know of the image's history.</summary>
/// <param name="db">The records.</param>
public sealed class ImageProvenances(PortalDb db)
{
    /// <summary>What was found and decided on the way of an image's data; null when nothing was written down.</summary>
    public async Task<ImportOutcome?> OfAsync(Guid imageId, CancellationToken cancellationToken) =>
        await db.ImageProvenances.Where(row => row.ImageId == imageId).Select(row => row.Facts).SingleOrDefaultAsync(cancellationToken) is { } facts
            ? JsonSerializer.Deserialize(facts, ImportJson.Default.ImportOutcome)
            : null;
}
