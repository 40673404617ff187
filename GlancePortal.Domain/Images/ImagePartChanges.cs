using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>Replaces all tags.</summary>
/// <param name="Tags">The new ones; the same one twice counts once.</param>
public sealed record TagsChange(IReadOnlyCollection<string> Tags) : ImageChange
{
    internal override string Field => "tags";

    internal override void Apply(Image image, ImageOptions options)
    {
        var wanted = Tags.ToHashSet(StringComparer.Ordinal);
        image.Tags.RemoveAll(tag => !wanted.Remove(tag.Value));
        foreach (var tag in wanted)
        {
            Add(image, tag, options);
        }
    }

    internal static void Add(Image image, string tag, ImageOptions options)
    {
        ImageRules.CheckTag(tag);
        image.Tags.Add(new ImageTag { ImageId = image.Id, Value = tag });
        if (options.TagQuota >= 0 && image.Tags.Count > options.TagQuota)
        {
            throw new LimitExceededException($"An image may have {options.TagQuota} tags, not {image.Tags.Count}.", "image.tag_quota");
        }
    }
}

/// <summary>Adds a tag; one that is there already is fine.</summary>
/// <param name="Tag">≤ 255 characters.</param>
public sealed record TagAddition(string Tag) : ImageChange
{
    internal override string Field => "tags";

    internal override void Apply(Image image, ImageOptions options)
    {
        if (!image.Tags.Exists(tag => tag.Value == Tag))
        {
            TagsChange.Add(image, Tag, options);
        }
    }
}

/// <summary>Removes a tag; 404 when it is not there.</summary>
/// <param name="Tag">The tag.</param>
public sealed record TagRemoval(string Tag) : ImageChange
{
    internal override string Field => "tags";

    internal override void Apply(Image image, ImageOptions options)
    {
        if (image.Tags.RemoveAll(tag => tag.Value == Tag) == 0)
        {
            throw new NotFoundException("tag", Tag);
        }
    }
}

/// <summary>What must be true of a property before it is set.</summary>
public enum PropertyPrecondition
{
    /// <summary>Nothing: it is made or overwritten.</summary>
    None,

    /// <summary>It is there.</summary>
    Exists,

    /// <summary>It is not there.</summary>
    Absent,
}

/// <summary>Sets a custom property.</summary>
/// <param name="Name">≤ 255 characters, none of Glance's own.</param>
/// <param name="Value">Text of any length.</param>
/// <param name="Precondition">409 unless it holds.</param>
public sealed record PropertyChange(string Name, string Value, PropertyPrecondition Precondition = PropertyPrecondition.None) : ImageChange
{
    internal override string Field => Name;

    internal override void Require(Image image, Caller caller, ImagePermits permits)
    {
        var exists = image.Properties.Exists(property => property.Name == Name);
        if (Precondition == PropertyPrecondition.None || exists == (Precondition == PropertyPrecondition.Exists))
        {
            permits.RequireProperty(caller, exists ? PropertyOperation.Update : PropertyOperation.Create, Name);
            permits.CheckProperty(Name, Value);
        }
    }

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckProperty(Name, Value);
        var existing = image.Properties.Find(property => property.Name == Name);
        if (existing is null && Precondition == PropertyPrecondition.Exists)
        {
            throw new ConflictException($"Property {Name} does not exist.", "image.property_missing");
        }

        if (existing is not null && Precondition == PropertyPrecondition.Absent)
        {
            throw new ConflictException($"Property {Name} already present.", "image.property_exists");
        }

        if (existing is not null)
        {
            existing.Value = Value;
            return;
        }

        image.Properties.Add(new ImageProperty { ImageId = image.Id, Name = Name, Value = Value });
        CheckQuota(image.Properties.Count, options);
    }

    internal static void CheckQuota(int count, ImageOptions options)
    {
        if (options.PropertyQuota >= 0 && count > options.PropertyQuota)
        {
            throw new LimitExceededException($"An image may have {options.PropertyQuota} properties, not {count}.", "image.property_quota");
        }
    }
}

/// <summary>Removes a custom property; 409 when it is not there.</summary>
/// <param name="Name">Its name.</param>
public sealed record PropertyRemoval(string Name) : ImageChange
{
    internal override string Field => Name;

    internal override void Require(Image image, Caller caller, ImagePermits permits)
    {
        if (image.Properties.Exists(property => property.Name == Name))
        {
            permits.RequireProperty(caller, PropertyOperation.Delete, Name);
        }
    }

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckPropertyName(Name);
        if (image.Properties.RemoveAll(property => property.Name == Name) == 0)
        {
            throw new ConflictException($"Property {Name} does not exist.", "image.property_missing");
        }
    }
}
