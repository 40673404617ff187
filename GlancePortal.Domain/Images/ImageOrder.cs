using System.Linq.Expressions;

namespace GlancePortal.Domain.Images;

/// <summary>The order of a list, and the place of an image in it.</summary>
internal static class ImageOrder
{
    private static readonly Dictionary<ImageSortKey, LambdaExpression> Fields = new()
    {
        [ImageSortKey.CreatedAt] = Field(image => image.CreatedAt),
        [ImageSortKey.UpdatedAt] = Field(image => image.UpdatedAt),
        // The databases disagree on where null comes.
        [ImageSortKey.Name] = Field(image => image.Name ?? ""),
        [ImageSortKey.Size] = Field(image => image.Size ?? -1),
        [ImageSortKey.DiskFormat] = Field(image => image.DiskFormat ?? ""),
        [ImageSortKey.ContainerFormat] = Field(image => image.ContainerFormat ?? ""),
        [ImageSortKey.Status] = Field(image => image.Status),
        [ImageSortKey.Id] = Field(image => image.Id),
    };

    /// <summary>The given keys, and time of creation and id after them, so that every order is a total one.</summary>
    public static IReadOnlyList<ImageSort> Total(IReadOnlyList<ImageSort> given, bool descendingByDefault)
    {
        var total = given.ToList();
        foreach (var key in new[] { ImageSortKey.CreatedAt, ImageSortKey.Id })
        {
            if (!total.Exists(sort => sort.Key == key))
            {
                total.Add(new ImageSort(key, descendingByDefault));
            }
        }

        return total;
    }

    public static IQueryable<Image> InOrder(this IQueryable<Image> images, IReadOnlyList<ImageSort> order)
    {
        var query = images.Expression;
        for (var i = 0; i < order.Count; i++)
        {
            var field = Fields[order[i].Key];
            var method = (i == 0 ? "OrderBy" : "ThenBy") + (order[i].Descending ? "Descending" : "");
            query = Expression.Call(typeof(Queryable), method, [typeof(Image), field.ReturnType], query, Expression.Quote(field));
        }

        return images.Provider.CreateQuery<Image>(query);
    }

    /// <summary>The images that come after <paramref name="marker"/> in that order.</summary>
    public static IQueryable<Image> After(this IQueryable<Image> images, Image? marker, IReadOnlyList<ImageSort> order)
    {
        if (marker is null)
        {
            return images;
        }

        var image = Expression.Parameter(typeof(Image), "image");
        var captured = ((Expression<Func<Image>>)(() => marker)).Body;
        Expression? after = null;
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var (field, place) = (On(image, order[i].Key), Place(captured, order[i].Key));
            var beyond = Beyond(field, place, order[i]);
            after = after is null ? beyond : Expression.OrElse(beyond, Expression.AndAlso(Expression.Equal(field, place), after));
        }

        // Says once more what the whole implies, because an index can start from it.
        var first = order[0];
        var bound = first.Key is ImageSortKey.CreatedAt or ImageSortKey.UpdatedAt
            ? QueryParts.Compare(
                On(image, first.Key), first.Descending ? BoundComparison.AtMost : BoundComparison.AtLeast, Place(captured, first.Key))
            : null;
        return images.Where(Expression.Lambda<Func<Image, bool>>(bound is null ? after! : Expression.AndAlso(bound, after!), image));
    }

    private static Expression Beyond(Expression field, Expression place, ImageSort sort)
    {
        var comparison = sort.Descending ? BoundComparison.Below : BoundComparison.Above;
        if (field.Type == typeof(ImageStatus))
        {
            // Statuses are stored, and so sorted, by name.
            field = Expression.Convert(Expression.Convert(field, typeof(object)), typeof(string));
            place = Expression.Call(Expression.Convert(place, typeof(object)), nameof(ToString), null);
        }

        return QueryParts.Compare(field, comparison, place);
    }

    private static Expression On(ParameterExpression image, ImageSortKey key) => QueryParts.On(image, Fields[key]);

    private static Expression Place(Expression marker, ImageSortKey key) => QueryParts.On(marker, Fields[key]);

    private static Expression<Func<Image, T>> Field<T>(Expression<Func<Image, T>> field) => field;
}
