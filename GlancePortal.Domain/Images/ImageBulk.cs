using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>Does one thing to many images. Each is a change of its own, under the rules and with the audit of a single one; a refusal skips that one.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may.</param>
/// <param name="records">Changes them.</param>
/// <param name="queries">Shows what they are.</param>
/// <param name="search">Finds those of a filter.</param>
public sealed class ImageBulk(PortalDb db, ImageAccess access, ImageRecords records, ImageQueries queries, ImageSearch search)
{
    /// <summary>Images of one request at most.</summary>
    public const int MaxImages = 1000;

    /// <summary>Tags of one request at most.</summary>
    public const int MaxTags = 200;

    /// <summary>Does it, or tells what would be done.</summary>
    /// <returns>An item for each image, in the order of the ids or of the latest change.</returns>
    /// <exception cref="InvalidInputException">What to do, or to which images, is not said. Answered 400.</exception>
    /// <exception cref="ForbiddenException">The caller may not even list images. Answered 403.</exception>
    /// <exception cref="LimitExceededException">More than <see cref="MaxImages"/> images. Answered 413.</exception>
    public async Task<IReadOnlyList<ImageBulkItem>> RunAsync(Caller caller, ImageBulkRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        access.RequireRead(caller);
        Check(request);
        var items = new List<ImageBulkItem>();
        foreach (var id in await IdsAsync(caller, request, cancellationToken))
        {
            items.Add(await OneAsync(caller, request, id, cancellationToken));
            // What one of them left in the context, refused or not, is no business of the next.
            db.ChangeTracker.Clear();
        }

        return items;
    }

    private static void Check(ImageBulkRequest request)
    {
        if (request.Ids is null == request.Filter is null)
        {
            throw new InvalidInputException("Either ids or a filter says which images are meant.", "bulk.images_unclear");
        }

        if (request is { Action: ImageBulkAction.Restore, Filter: not null })
        {
            throw new InvalidInputException("Deleted images are in no list: a restore names their ids.", "bulk.filter_of_deleted");
        }

        if (request.Action is ImageBulkAction.AddTags or ImageBulkAction.RemoveTags && request.Tags.Count == 0)
        {
            throw new InvalidInputException("tags says which tags are meant.", "bulk.tags_missing");
        }

        if (request.Tags.Count > MaxTags)
        {
            throw new LimitExceededException($"More than {MaxTags} tags at once; send them in parts.", "bulk.too_many_tags");
        }

        if (request is { Action: ImageBulkAction.SetVisibility, Visibility: null })
        {
            throw new InvalidInputException("visibility says which one is meant.", "bulk.visibility_missing");
        }
    }

    private async Task<IReadOnlyList<Guid>> IdsAsync(Caller caller, ImageBulkRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> ids = request.Filter is { } filter
            ? await search.IdsAsync(caller, filter, MaxImages + 1, cancellationToken)
            : [.. request.Ids!.Distinct()];
        return ids.Count <= MaxImages
            ? ids
            : throw new LimitExceededException($"More than {MaxImages} images at once; narrow the filter or send them in parts.", "bulk.too_many");
    }

    private async Task<ImageBulkItem> OneAsync(Caller caller, ImageBulkRequest request, Guid id, CancellationToken cancellationToken)
    {
        Image? image = null;
        try
        {
            image = request.Action == ImageBulkAction.Restore
                ? await records.CheckRestoreAsync(caller, id, cancellationToken)
                : await queries.ShowAsync(caller, id, cancellationToken);
            await ChangeAsync(caller, request, image, cancellationToken);
            return new ImageBulkItem(id, image.Name, image.Size, null, null);
        }
        catch (DomainException refusal)
        {
            return new ImageBulkItem(id, image?.Name, image?.Size, refusal.Code, refusal.Message);
        }
    }

    private Task ChangeAsync(Caller caller, ImageBulkRequest request, Image image, CancellationToken cancellationToken) => request.Action switch
    {
        ImageBulkAction.Delete when request.DryRun => records.CheckDeleteAsync(caller, image.Id, cancellationToken),
        ImageBulkAction.Delete => records.DeleteAsync(caller, image.Id, cancellationToken),
        // What refuses a restore was asked to find the image.
        ImageBulkAction.Restore when request.DryRun => Task.CompletedTask,
        ImageBulkAction.Restore => records.RestoreAsync(caller, image.Id, cancellationToken),
        ImageBulkAction.Deactivate => DeactivateAsync(caller, request, image, cancellationToken),
        ImageBulkAction.Reactivate => ReactivateAsync(caller, request, image, cancellationToken),
        _ => EditAsync(caller, request, image, cancellationToken),
    };

    private Task DeactivateAsync(Caller caller, ImageBulkRequest request, Image image, CancellationToken cancellationToken)
    {
        if (image.Status == ImageStatus.Deactivated)
        {
            access.RequireDeactivate(caller, image);
            throw Unchanged(image);
        }

        return request.DryRun
            ? records.CheckDeactivateAsync(caller, image.Id, cancellationToken)
            : records.DeactivateAsync(caller, image.Id, cancellationToken);
    }

    private Task ReactivateAsync(Caller caller, ImageBulkRequest request, Image image, CancellationToken cancellationToken)
    {
        if (image.Status == ImageStatus.Active)
        {
            access.RequireReactivate(caller, image);
            throw Unchanged(image);
        }

        return request.DryRun
            ? records.CheckReactivateAsync(caller, image.Id, cancellationToken)
            : records.ReactivateAsync(caller, image.Id, cancellationToken);
    }

    private Task EditAsync(Caller caller, ImageBulkRequest request, Image image, CancellationToken cancellationToken)
    {
        var edits = EditsOf(request, image);
        if (edits.Count == 0)
        {
            access.RequireChange(caller, image);
            throw Unchanged(image);
        }

        return request.DryRun
            ? records.CheckUpdateAsync(caller, image.Id, edits, cancellationToken)
            : records.UpdateAsync(caller, image.Id, edits, cancellationToken);
    }

    private static ConflictException Unchanged(Image image) => new($"Image {image.Id} is so already.", "image.unchanged");

    // Only what makes a difference to this image.
    private static IReadOnlyList<ImageChange> EditsOf(ImageBulkRequest request, Image image)
    {
        var tags = image.Tags.Select(tag => tag.Value).ToHashSet(StringComparer.Ordinal);
        var wanted = request.Tags.Distinct(StringComparer.Ordinal);
        return request.Action switch
        {
            ImageBulkAction.AddTags => [.. wanted.Where(tag => !tags.Contains(tag)).Select(tag => new TagAddition(tag))],
            ImageBulkAction.RemoveTags => [.. wanted.Where(tags.Contains).Select(tag => new TagRemoval(tag))],
            ImageBulkAction.SetVisibility => request.Visibility is { } visibility && visibility != image.Visibility ? [new VisibilityChange(visibility)] : [],
            ImageBulkAction.Protect => image.Protected ? [] : [new ProtectedChange(true)],
            _ => image.Protected ? [new ProtectedChange(false)] : [],
        };
    }
}
