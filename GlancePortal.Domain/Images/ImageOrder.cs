using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>The order of a list, and the place of an image in it.</summary>
internal static class ImageOrder
{
    /// <summary>Columns that the databases keep: <see cref="Image.Name"/> and others, with a value in place of null.</summary>
    public const string NameColumn = "NameOrder", SizeColumn = "SizeOrder", DiskFormatColumn = "DiskFormatOrder", ContainerFormatColumn = "ContainerFormatOrder",
        StatusColumn = "StatusOrder";

    // The databases disagree on where null comes, so what may be null has a column without it, and statuses are compared by name: see ImageConfiguration.
    private static readonly Dictionary<ImageSortKey, LambdaExpression> Fields = new()
    {
        [ImageSortKey.CreatedAt] = Field(image => image.CreatedAt),
        [ImageSortKey.UpdatedAt] = Field(image => image.UpdatedAt),
        [ImageSortKey.Name] = Field(image => EF.Property<string>(image, NameColumn)),
        [ImageSortKey.Size] = Field(image => EF.Property<long>(image, SizeColumn)),
        [ImageSortKey.DiskFormat] = Field(image => EF.Property<string>(image, DiskFormatColumn)),
        [ImageSortKey.ContainerFormat] = Field(image => EF.Property<string>(image, ContainerFormatColumn)),
        [ImageSortKey.Status] = Field(image => EF.Property<string>(image, StatusColumn)),
        [ImageSortKey.Id] = Field(image => image.Id),
    };

    // The same of an image in memory.
    private static readonly Dictionary<ImageSortKey, LambdaExpression> Places = new(Fields)
    {
        [ImageSortKey.Name] = Field(image => image.Name ?? ""),
        [ImageSortKey.Size] = Field(image => image.Size ?? -1),
        [ImageSortKey.DiskFormat] = Field(image => image.DiskFormat ?? ""),
        [ImageSortKey.ContainerFormat] = Field(image => image.ContainerFormat ?? ""),
        [ImageSortKey.Status] = Field(image => image.Status.ToString()),
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

        // Nothing is open after the id; a planner would sort by what follows all the same.
        total = [.. total.DistinctBy(sort => sort.Key)];
        return total[..(total.FindIndex(sort => sort.Key == ImageSortKey.Id) + 1)];
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
    public static IQueryable<Image> After(this IQueryable<Image> images, Image? marker, IReadOnlyList<ImageSort> order) =>
        marker is null ? images : images.Where(Where((image, captured) => AfterFrom(0, image, captured, order), marker));

    /// <summary>The same as two disjoint parts, each of which is one range of an index: those that share the marker's first field, and the others.</summary>
    public static IEnumerable<IQueryable<Image>> RangesAfter(this IQueryable<Image> images, Image? marker, IReadOnlyList<ImageSort> order)
    {
        if (marker is null || order.Count == 1)
        {
            return [images.After(marker, order)];
        }

        return
        [
            images.Where(Where((image, captured) => Expression.AndAlso(Tied(image, captured, order[0].Key), AfterFrom(1, image, captured, order)), marker)),
            images.Where(Where((image, captured) => Beyond(image, captured, order[0]), marker)),
        ];
    }

    private static Expression<Func<Image, bool>> Where(Func<ParameterExpression, Expression, Expression> condition, Image marker)
    {
        var image = Expression.Parameter(typeof(Image), "image");
        var captured = ((Expression<Func<Image>>)(() => marker)).Body;
        return Expression.Lambda<Func<Image, bool>>(condition(image, captured), image);
    }

    private static Expression AfterFrom(int start, ParameterExpression image, Expression marker, IReadOnlyList<ImageSort> order)
    {
        Expression? after = null;
        for (var i = order.Count - 1; i >= start; i--)
        {
            var beyond = Beyond(image, marker, order[i]);
            after = after is null ? beyond : Expression.OrElse(beyond, Expression.AndAlso(Tied(image, marker, order[i].Key), after));
        }

        // Says once more what the whole implies, because an index can start from it.
        var first = order[start];
        return first.Key is ImageSortKey.CreatedAt or ImageSortKey.UpdatedAt
            ? Expression.AndAlso(
                QueryParts.Compare(
                    On(image, first.Key), first.Descending ? BoundComparison.AtMost : BoundComparison.AtLeast, Place(marker, first.Key)),
                after!)
            : after!;
    }

    private static BinaryExpression Tied(ParameterExpression image, Expression marker, ImageSortKey key) =>
        Expression.Equal(On(image, key), Place(marker, key));

    private static Expression Beyond(ParameterExpression image, Expression marker, ImageSort sort) =>
        QueryParts.Compare(On(image, sort.Key), sort.Descending ? BoundComparison.Below : BoundComparison.Above, Place(marker, sort.Key));

    private static Expression On(ParameterExpression image, ImageSortKey key) => QueryParts.On(image, Fields[key]);

    private static Expression Place(Expression marker, ImageSortKey key) => QueryParts.On(marker, Places[key]);

    private static Expression<Func<Image, T>> Field<T>(Expression<Func<Image, T>> field) => field;
}
