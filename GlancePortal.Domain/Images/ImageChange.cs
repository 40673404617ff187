using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>One change of an image's record. A list of them is applied to one copy and saved once, or not at all.</summary>
public abstract record ImageChange
{
    /// <summary>Name of what it changes, for the audit.</summary>
    internal abstract string Field { get; }

    /// <summary>Refuses what the operator does not allow this caller.</summary>
    /// <param name="image">The copy, with the changes before this one, and without properties that the caller does not see.</param>
    /// <param name="caller">Who changes.</param>
    /// <param name="permits">What the operator allows.</param>
    internal virtual void Require(Image image, Caller caller, ImagePermits permits)
    {
    }

    /// <summary>Makes the change, or refuses what no image may be.</summary>
    internal abstract void Apply(Image image, ImageOptions options);
}

/// <summary>Gives another name.</summary>
/// <param name="Name">Name, ≤ 255 characters, or null.</param>
public sealed record NameChange(string? Name) : ImageChange
{
    internal override string Field => "name";

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckName(Name);
        image.Name = Name;
    }
}

/// <summary>Changes who sees it.</summary>
/// <param name="Visibility">Public is for administrators.</param>
public sealed record VisibilityChange(ImageVisibility Visibility) : ImageChange
{
    internal override string Field => "visibility";

    internal override void Require(Image image, Caller caller, ImagePermits permits)
    {
        if (image.Visibility != Visibility)
        {
            permits.Access.RequireVisibility(caller, image.OwnerId, Visibility);
        }
    }

    internal override void Apply(Image image, ImageOptions options) => image.Visibility = Visibility;
}

/// <summary>Protects from deletion, or no longer.</summary>
/// <param name="Protected">Whether deletion is refused.</param>
public sealed record ProtectedChange(bool Protected) : ImageChange
{
    internal override string Field => "protected";

    internal override void Apply(Image image, ImageOptions options) => image.Protected = Protected;
}

/// <summary>Hides from lists, or no longer.</summary>
/// <param name="Hidden">Whether lists leave it out.</param>
public sealed record HiddenChange(bool Hidden) : ImageChange
{
    internal override string Field => "os_hidden";

    internal override void Apply(Image image, ImageOptions options) => image.Hidden = Hidden;
}

/// <summary>Gives it to another project; for administrators.</summary>
/// <param name="OwnerId">Project, or null for nobody.</param>
public sealed record OwnerChange(string? OwnerId) : ImageChange
{
    internal override string Field => "owner";

    internal override void Require(Image image, Caller caller, ImagePermits permits) => permits.Access.RequireOwnerChange(caller);

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckOwner(OwnerId);
        image.OwnerId = OwnerId;
    }
}

/// <summary>Changes the least disk that a guest needs.</summary>
/// <param name="Gigabytes">From 0 to 2147483647.</param>
public sealed record MinDiskChange(long Gigabytes) : ImageChange
{
    internal override string Field => "min_disk";

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckMinimum(Field, Gigabytes);
        image.MinDisk = (int)Gigabytes;
    }
}

/// <summary>Changes the least memory that a guest needs.</summary>
/// <param name="Megabytes">From 0 to 2147483647.</param>
public sealed record MinRamChange(long Megabytes) : ImageChange
{
    internal override string Field => "min_ram";

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckMinimum(Field, Megabytes);
        image.MinRam = (int)Megabytes;
    }
}

/// <summary>Changes the disk format while there is no data.</summary>
/// <param name="Format">One of the configured formats, or null.</param>
public sealed record DiskFormatChange(string? Format) : ImageChange
{
    internal override string Field => "disk_format";

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckFormat(Field, Format, options.DiskFormats);
        RequireNoData(image, Field);
        image.DiskFormat = Format;
    }

    internal static void RequireNoData(Image image, string field)
    {
        if (image.Status is not (ImageStatus.Queued or ImageStatus.Importing))
        {
            throw new ForbiddenException($"Attribute {field} can be only replaced for a queued image.", "image.format_fixed");
        }
    }
}

/// <summary>Changes the container format while there is no data.</summary>
/// <param name="Format">One of the configured formats, or null.</param>
public sealed record ContainerFormatChange(string? Format) : ImageChange
{
    internal override string Field => "container_format";

    internal override void Apply(Image image, ImageOptions options)
    {
        ImageRules.CheckFormat(Field, Format, options.ContainerFormats);
        DiskFormatChange.RequireNoData(image, Field);
        image.ContainerFormat = Format;
    }
}
