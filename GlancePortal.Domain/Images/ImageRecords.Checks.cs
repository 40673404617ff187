using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <content>The same rules without the change: what a preview asks.</content>
public sealed partial class ImageRecords
{
    /// <summary>Refuses what <see cref="UpdateAsync(Caller, Guid, IReadOnlyList{ImageChange}, CancellationToken)"/> would refuse now.</summary>
    public async Task CheckUpdateAsync(Caller caller, Guid id, IReadOnlyList<ImageChange> edits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(edits);
        permits.Access.RequireChange(caller, await db.FindVisibleAsync(permits.Access, caller, id, cancellationToken));
        var image = await db.Images.AsNoTracking().AsSplitQuery().Include(image => image.Properties).Include(image => image.Tags)
            .FirstOrDefaultAsync(image => image.Id == id, cancellationToken) ?? throw new NotFoundException("image", id.ToString());
        Edited(image, edits, caller);
    }

    /// <summary>Refuses what <see cref="DeleteAsync(Caller, Guid, CancellationToken)"/> would refuse now.</summary>
    public async Task CheckDeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await db.FindVisibleAsync(permits.Access, caller, id, cancellationToken);
        permits.Access.Require(caller, image, PolicyNames.DeleteImage);
        RequireUnprotected(image);
    }

    /// <summary>Refuses what <see cref="DeactivateAsync"/> would refuse now.</summary>
    public Task CheckDeactivateAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        CheckActivationAsync(caller, id, permits.Access.RequireDeactivate, cancellationToken);

    /// <summary>Refuses what <see cref="ReactivateAsync"/> would refuse now.</summary>
    public Task CheckReactivateAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        CheckActivationAsync(caller, id, permits.Access.RequireReactivate, cancellationToken);

    /// <summary>Refuses what <see cref="RestoreAsync"/> would refuse now.</summary>
    /// <returns>The image, untracked and without its parts.</returns>
    public async Task<Image> CheckRestoreAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await db.Images.AsNoTracking().FirstOrDefaultAsync(image => image.Id == id, cancellationToken);
        await RequireRestorableAsync(caller, image, id, time.GetUtcNow(), cancellationToken);
        await RequireRoomForRestoredAsync(image!, cancellationToken);
        return image!;
    }

    private async Task CheckActivationAsync(Caller caller, Guid id, Action<Caller, Image> requireAccess, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var image = await db.FindVisibleAsync(permits.Access, caller, id, cancellationToken);
        requireAccess(caller, image);
        if (image.Status is not (ImageStatus.Active or ImageStatus.Deactivated))
        {
            throw NotActive(image);
        }
    }
}
