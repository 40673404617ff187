using GlancePortal.Domain.Access;

namespace GlancePortal.Domain.Images;

/// <summary>Makes records from drafts and copies from records.</summary>
internal static class ImageFactory
{
    /// <summary>The record that a draft asks for; refuses what no image may be.</summary>
    public static Image Make(Caller caller, ImageDraft draft, ImageOptions options)
    {
        var owner = draft.OwnerFor(caller);
        ImageRules.CheckOwner(owner);
        ImageRules.CheckName(draft.Name);
        ImageRules.CheckFormat("disk_format", draft.DiskFormat, options.DiskFormats);
        ImageRules.CheckFormat("container_format", draft.ContainerFormat, options.ContainerFormats);
        ImageRules.CheckMinimum("min_disk", draft.MinDisk);
        ImageRules.CheckMinimum("min_ram", draft.MinRam);
        var image = new Image
        {
            Id = draft.Id ?? Guid.NewGuid(),
            Name = draft.Name,
            Status = ImageStatus.Queued,
            Visibility = draft.Visibility,
            Protected = draft.Protected,
            Hidden = draft.Hidden,
            OwnerId = owner,
            DiskFormat = draft.DiskFormat,
            ContainerFormat = draft.ContainerFormat,
            MinDisk = (int)draft.MinDisk,
            MinRam = (int)draft.MinRam,
            CreatedByUserId = caller.UserId,
            Version = 1,
        };
        AddParts(image, draft, options);
        ImageSearchFields.Keep(image);
        return image;
    }

    public static Image Copy(this Image image)
    {
        var copy = new Image { Id = image.Id, Status = image.Status };
        CopyFields(image, copy);
        copy.Properties.AddRange(image.Properties.Select(property => new ImageProperty { Name = property.Name, Value = property.Value }));
        copy.Tags.AddRange(image.Tags.Select(tag => new ImageTag { Value = tag.Value }));
        return copy;
    }

    /// <summary>Gives the rows of <paramref name="image"/> what an edited copy says.</summary>
    public static void TakeFieldsAndPartsOf(this Image image, Image copy)
    {
        CopyFields(copy, image);
        var properties = copy.Properties.ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal);
        image.Properties.RemoveAll(property => !properties.ContainsKey(property.Name));
        foreach (var property in image.Properties)
        {
            property.Value = properties[property.Name];
            properties.Remove(property.Name);
        }

        image.Properties.AddRange(properties.Select(added => new ImageProperty { ImageId = image.Id, Name = added.Key, Value = added.Value }));
        var tags = copy.Tags.Select(tag => tag.Value).ToHashSet(StringComparer.Ordinal);
        image.Tags.RemoveAll(tag => !tags.Remove(tag.Value));
        image.Tags.AddRange(tags.Select(tag => new ImageTag { ImageId = image.Id, Value = tag }));
        ImageSearchFields.Keep(image);
    }

    private static void AddParts(Image image, ImageDraft draft, ImageOptions options)
    {
        foreach (var (name, value) in draft.Properties)
        {
            ImageRules.CheckProperty(name, value);
            image.Properties.Add(new ImageProperty { ImageId = image.Id, Name = name, Value = value });
        }

        PropertyChange.CheckQuota(image.Properties.Count, options);
        foreach (var tag in draft.Tags.Distinct(StringComparer.Ordinal))
        {
            TagsChange.Add(image, tag, options);
        }
    }

    // The fields that changes may touch.
    private static void CopyFields(Image from, Image to)
    {
        to.Name = from.Name;
        to.Visibility = from.Visibility;
        to.Protected = from.Protected;
        to.Hidden = from.Hidden;
        to.OwnerId = from.OwnerId;
        to.DiskFormat = from.DiskFormat;
        to.ContainerFormat = from.ContainerFormat;
        to.MinDisk = from.MinDisk;
        to.MinRam = from.MinRam;
    }
}
