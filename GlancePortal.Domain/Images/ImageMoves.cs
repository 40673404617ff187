using GlancePortal.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>Conditional changes of images' status. Inside of a write; the query is the condition.</summary>
internal static class ImageMoves
{
    /// <summary>Gives images a status.</summary>
    /// <param name="images">Those that are in the status that it is left from.</param>
    /// <param name="to">The new one.</param>
    /// <param name="reason">Code of the refusal that is the reason; null for none.</param>
    /// <param name="set">The transaction's changes.</param>
    /// <param name="cancellationToken">Ends the update.</param>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> MoveAsync(
        this IQueryable<Image> images, ImageStatus to, string? reason, ChangeSet set, CancellationToken cancellationToken) =>
        await images.ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, to)
                .SetProperty(x => x.StatusReason, reason)
                .SetProperty(x => x.UpdatedAt, set.At)
                .SetProperty(x => x.Version, x => x.Version + 1),
            cancellationToken) > 0;

    /// <summary>Queues images again: they have no data.</summary>
    /// <inheritdoc cref="MoveAsync"/>
    public static async Task<bool> QueueAsync(this IQueryable<Image> images, string? reason, ChangeSet set, CancellationToken cancellationToken) =>
        await images.ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, ImageStatus.Queued)
                .SetProperty(x => x.StatusReason, reason)
                .SetProperty(x => x.Size, (long?)null)
                .SetProperty(x => x.VirtualSize, (long?)null)
                .SetProperty(x => x.UpdatedAt, set.At)
                .SetProperty(x => x.Version, x => x.Version + 1),
            cancellationToken) > 0;
}
