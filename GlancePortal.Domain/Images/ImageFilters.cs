using System.Buffers;
using System.Linq.Expressions;
using GlancePortal.Domain.Data;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Images;

/// <summary>Turns an <see cref="ImageFilter"/> into conditions of a query.</summary>
internal static class ImageFilters
{
    private const int Narrowing = 4;
    private const string PairSeparator = "\u001f";

    // Fewer digits than these begin the hash of too many images to mean one.
    private const int LeastHashDigits = 4;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> DigitsOfIds = SearchValues.Create("0123456789abcdef-");

    /// <summary>Those of the images that match, to be counted; <paramref name="db"/> is where they come from.</summary>
    public static IQueryable<Image> Matching(this IQueryable<Image> images, PortalDb db, ImageFilter filter) =>
        WithProperties(Having(images, db, filter), db, [.. filter.Properties.Distinct()]);

    /// <summary>Those of the images that match, as they come: each is looked at until there are enough. A planner would turn the existence of a property
    /// into a join, and begin with all images that have it; the value of a property it has to look up.</summary>
    public static IQueryable<Image> MatchingInTurn(this IQueryable<Image> images, PortalDb db, ImageFilter filter) =>
        filter.Properties.Distinct().Aggregate(Having(images, db, filter), (some, one) => ImageSearchFields.IsDistro(one)
            ? some.Where(image => image.OsDistro == one.Value)
            : some.Where(image =>
                image.Properties.Where(property => property.Name == one.Key).Select(property => property.Value).FirstOrDefault() == one.Value));

    /// <summary>Where the images of a filter can be found by an index, for each of its conditions that has one; the images themselves may be fewer.</summary>
    public static IEnumerable<ImageSource> Sources(PortalDb db, ImageFilter filter)
    {
        var living = db.Images.Where(image => image.DeletedAt == null);
        if (filter.Ids is { } ids)
        {
            yield return ImageSource.Of(living.Where(image => ids.Contains(image.Id)).Select(image => image.Id), "id") with { IsList = true };
        }

        if (filter.Names is { } names)
        {
            yield return ImageSource.Of(living.Where(image => names.Contains(image.Name!)).Select(image => image.Id), "name", names);
        }

        if (filter.Checksum is { } checksum)
        {
            yield return ImageSource.Of(living.Where(image => image.Checksum == checksum).Select(image => image.Id), "checksum", checksum);
        }

        if (filter.HashValue is { } hash)
        {
            yield return ImageSource.Of(living.Where(image => image.HashValue == hash).Select(image => image.Id), "hash", hash);
        }

        foreach (var (name, value) in filter.Properties.Distinct().Take(Narrowing))
        {
            var start = ImageProperty.StartOf(value);
            yield return ImageSource.Of(
                db.ImageProperties.Where(property => property.Name == name && property.ValueStart == start).Select(property => property.ImageId),
                "property", name, start);
        }

        foreach (var wanted in filter.Tags.Distinct().Take(Narrowing))
        {
            yield return ImageSource.Of(db.ImageTags.Where(tag => tag.Value == wanted).Select(tag => tag.ImageId), "tag", wanted);
        }

        if (filter.OsDistros is { } distros)
        {
            var starts = distros.Select(ImageProperty.StartOf).ToArray();
            yield return ImageSource.Of(
                db.ImageProperties.Where(property => property.Name == ImageSearchFields.Distro && starts.Contains(property.ValueStart))
                    .Select(property => property.ImageId),
                "os_distro", starts);
        }

        if (filter.OwnerId is { } owner)
        {
            yield return ImageSource.Of(living.Where(image => image.OwnerId == owner).Select(image => image.Id), "owner", owner);
        }

        if (filter.Visibilities is { } visibilities)
        {
            yield return ImageSource.Of(
                living.Where(image => visibilities.Contains(image.Visibility)).Select(image => image.Id), "visibility", visibilities.Cast<object?>());
        }

        if (filter.Statuses is { } statuses)
        {
            yield return ImageSource.Of(living.Where(image => statuses.Contains(image.Status)).Select(image => image.Id), "status", statuses.Cast<object?>());
        }

        if (filter.DiskFormats is { } diskFormats)
        {
            yield return ImageSource.Of(
                living.Where(image => diskFormats.Contains(EF.Property<string>(image, ImageOrder.DiskFormatColumn))).Select(image => image.Id),
                "disk_format", diskFormats);
        }

        if (filter.ContainerFormats is { } containerFormats)
        {
            yield return ImageSource.Of(
                living.Where(image => containerFormats.Contains(EF.Property<string>(image, ImageOrder.ContainerFormatColumn))).Select(image => image.Id),
                "container_format", containerFormats);
        }
    }

    private static IQueryable<Image> Having(IQueryable<Image> images, PortalDb db, ImageFilter filter)
    {
        images = images.Where(image => image.DeletedAt == null && image.Status != ImageStatus.Killed);
        images = OneOf(images, filter);
        images = Flags(images, filter);
        images = filter.Bounds.Aggregate(images, Bounded);
        images = WithTags(images, filter.Tags.Distinct());
        return filter.Text is { Length: > 0 } text ? Containing(images, db, text) : images;
    }

    private static IQueryable<Image> OneOf(IQueryable<Image> images, ImageFilter filter)
    {
        if (filter.Ids is { } ids)
        {
            images = images.Where(image => ids.Contains(image.Id));
        }

        if (filter.Names is { } names)
        {
            images = images.Where(image => names.Contains(image.Name!));
        }

        if (filter.Statuses is { } statuses)
        {
            // By the others: most images are active, and SQLite would rather fetch and sort all of them by the index of the status than walk one in order.
            ImageStatus[] others = [.. Enum.GetValues<ImageStatus>().Except(statuses)];
            images = images.Where(image => !others.Contains(image.Status));
        }

        if (filter.DiskFormats is { } diskFormats)
        {
            images = images.Where(image => diskFormats.Contains(image.DiskFormat!));
        }

        if (filter.ContainerFormats is { } containerFormats)
        {
            images = images.Where(image => containerFormats.Contains(image.ContainerFormat!));
        }

        if (filter.OsDistros is { } distros)
        {
            images = images.Where(image => distros.Contains(image.OsDistro!));
        }

        return images;
    }

    private static IQueryable<Image> Flags(IQueryable<Image> images, ImageFilter filter)
    {
        if (filter.Hidden is { } hidden)
        {
            images = images.Where(image => image.Hidden == hidden);
        }

        if (filter.Protected is { } isProtected)
        {
            images = images.Where(image => image.Protected == isProtected);
        }

        if (filter.OwnerId is { } owner)
        {
            images = images.Where(image => image.OwnerId == owner);
        }

        if (filter.Checksum is { } checksum)
        {
            images = images.Where(image => image.Checksum == checksum);
        }

        if (filter.HashValue is { } hash)
        {
            images = images.Where(image => image.HashValue == hash);
        }

        return images;
    }

    // By the place of the tag and not by LIKE, of which a planner thinks that it leaves hardly any image.
#pragma warning disable CA1310, CA2249 // translated to SQL
    private static IQueryable<Image> WithTags(IQueryable<Image> images, IEnumerable<string> wanted) =>
        wanted.Select(ImageSearchFields.PartOf).Aggregate(images, (some, part) => some.Where(image => image.TagSet!.IndexOf(part) >= 0));
#pragma warning restore CA1310, CA2249

    // A subquery for each wanted thing lets an index narrow the images, but a planner's time grows with the square of their number:
    // the first few do that, and one that counts asks for all of them.
    private static IQueryable<Image> WithProperties(IQueryable<Image> images, PortalDb db, KeyValuePair<string, string>[] wanted)
    {
        images = wanted.Take(Narrowing).Aggregate(images, (some, one) =>
        {
            var start = ImageProperty.StartOf(one.Value);
            return some.Where(image => db.ImageProperties
                .Where(property => property.Name == one.Key && property.ValueStart == start && property.Value == one.Value)
                .Select(property => property.ImageId).Contains(image.Id));
        });
        if (wanted.Length <= Narrowing)
        {
            return images;
        }

        var pairs = wanted.Select(one => one.Key + PairSeparator + one.Value).ToArray();
        return images.Where(image =>
            image.Properties.Count(property => pairs.Contains(property.Name + PairSeparator + property.Value)) == pairs.Length);
    }

    // What cannot be part of an id or hash is not looked for there: most words have a letter beyond f.
    private static IQueryable<Image> Containing(IQueryable<Image> images, PortalDb db, string text)
    {
        // A line of what is looked through is a name or a tag; no text is in two of them.
        var lower = text.ToLowerInvariant().Replace('\n', ' ');
        Expression<Func<Image, bool>> contains = image => image.SearchText.Contains(lower);
        if (!lower.AsSpan().ContainsAnyExcept(DigitsOfIds))
        {
#pragma warning disable CA1304, CA1311, CA1862 // translated to SQL, where lower() has no culture
            contains = QueryParts.Or(contains, image => image.Id.ToString().ToLower().Contains(lower));
#pragma warning restore CA1304, CA1311, CA1862
        }

        if (lower.Length >= LeastHashDigits && !lower.AsSpan().ContainsAnyExcept(Digits))
        {
            contains = QueryParts.Or(contains, WithHash(db, image => image.Checksum, lower));
            contains = QueryParts.Or(contains, WithHash(db, image => image.HashValue, lower));
        }

        return images.Where(contains);
    }

    // Between the digits and the first text that no digit can make of them: a range of the index, whatever the order of characters.
    private static Expression<Func<Image, bool>> WithHash(PortalDb db, Expression<Func<Image, string?>> hash, string digits)
    {
        var found = db.Images.Where(image => image.DeletedAt == null)
            .Where(QueryParts.Compare(hash, BoundComparison.AtLeast, digits)).Where(QueryParts.Compare(hash, BoundComparison.Below, digits + "g"))
            .Select(image => image.Id);
        return image => found.Contains(image.Id);
    }

    private static IQueryable<Image> Bounded(IQueryable<Image> images, ImageBound bound) => bound.Measure switch
    {
        ImageMeasure.Size => Compare(images, image => image.Size, bound.Comparison, bound.Value),
        ImageMeasure.VirtualSize => Compare(images, image => image.VirtualSize, bound.Comparison, bound.Value),
        ImageMeasure.MinDisk => Compare(images, image => (long?)image.MinDisk, bound.Comparison, bound.Value),
        ImageMeasure.MinRam => Compare(images, image => (long?)image.MinRam, bound.Comparison, bound.Value),
        ImageMeasure.CreatedAt => CompareTime(images, image => image.CreatedAt, bound),
        _ => CompareTime(images, image => image.UpdatedAt, bound),
    };

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    // Clients see whole seconds, and a time they saw must compare as equal to itself.
    private static IQueryable<Image> CompareTime(IQueryable<Image> images, Expression<Func<Image, DateTimeOffset>> time, ImageBound bound)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(bound.Value);
        var next = DateTimeOffset.MaxValue - second > OneSecond ? second + OneSecond : DateTimeOffset.MaxValue;
        return bound.Comparison switch
        {
            BoundComparison.Above => Compare(images, time, BoundComparison.AtLeast, next),
            BoundComparison.AtMost => Compare(images, time, BoundComparison.Below, next),
            BoundComparison.Equal =>
                Compare(Compare(images, time, BoundComparison.AtLeast, second), time, BoundComparison.Below, next),
            BoundComparison.NotEqual => images.Where(QueryParts.Or(
                QueryParts.Compare(time, BoundComparison.Below, second), QueryParts.Compare(time, BoundComparison.AtLeast, next))),
            _ => Compare(images, time, bound.Comparison, second),
        };
    }

    private static IQueryable<Image> Compare<T>(
        IQueryable<Image> images, Expression<Func<Image, T>> field, BoundComparison comparison, T value) =>
        images.Where(QueryParts.Compare(field, comparison, value));
}
