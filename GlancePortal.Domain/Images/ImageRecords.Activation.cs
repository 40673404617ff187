using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Errors;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <content>Takes images out of use and brings them back.</content>
public sealed partial class ImageRecords
{
    /// <summary>Takes an active image out of use: only administrators can download it. One that is out of use already stays as it is.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not do this, or the image is neither active nor deactivated. Answered 403.</exception>
    public Task DeactivateAsync(Caller caller, Guid id, CancellationToken cancellationToken) => changes.WriteAsync(
        caller,
        async set =>
        {
            var image = await FindForActivationAsync(caller, id, cancellationToken);
            permits.Access.RequireDeactivate(caller, image);
            await SwitchAsync(set, image, ImageStatus.Active, ImageStatus.Deactivated, "image.deactivate", cancellationToken);
        },
        cancellationToken);

    /// <summary>Brings a deactivated image back into use. One that is active already stays as it is.</summary>
    /// <exception cref="NotFoundException">No such image that the caller sees. Answered 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not do this, or the image is neither active nor deactivated. Answered 403.</exception>
    public Task ReactivateAsync(Caller caller, Guid id, CancellationToken cancellationToken) => changes.WriteAsync(
        caller,
        async set =>
        {
            var image = await FindForActivationAsync(caller, id, cancellationToken);
            permits.Access.RequireReactivate(caller, image);
            await SwitchAsync(set, image, ImageStatus.Deactivated, ImageStatus.Active, "image.reactivate", cancellationToken);
        },
        cancellationToken);

    private async Task<Image> FindForActivationAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await db.LockImageAsync(id, cancellationToken);
        return await db.FindVisibleAsync(permits.Access, caller, id, cancellationToken);
    }

    private async Task SwitchAsync(
        ChangeSet set, Image image, ImageStatus from, ImageStatus to, string action, CancellationToken cancellationToken)
    {
        var switched = await db.Images.Where(row => row.Id == image.Id && row.Status == from)
            .ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Status, to)
                    .SetProperty(x => x.UpdatedAt, set.At)
                    .SetProperty(x => x.Version, x => x.Version + 1),
                cancellationToken);
        if (switched > 0)
        {
            Record(set, action, image);
        }
        else if (image.Status != to)
        {
            throw NotActive(image);
        }
    }

    private static ForbiddenException NotActive(Image image) => new(
        $"Image {image.Id} is {image.Status}: only what is active can be deactivated, and only what is deactivated activated again.",
        "image.not_active");
}
