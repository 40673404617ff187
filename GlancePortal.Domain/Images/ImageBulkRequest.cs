namespace GlancePortal.Domain.Images;

/// <summary>What is done to many images at once.</summary>
public enum ImageBulkAction
{
    /// <summary>Deletes.</summary>
    Delete,

    /// <summary>Takes deletions back.</summary>
    Restore,

    /// <summary>Adds tags.</summary>
    AddTags,

    /// <summary>Removes tags.</summary>
    RemoveTags,

    /// <summary>Changes who sees them.</summary>
    SetVisibility,

    /// <summary>Protects from deletion.</summary>
    Protect,

    /// <summary>Protects no longer.</summary>
    Unprotect,

    /// <summary>Takes out of use.</summary>
    Deactivate,

    /// <summary>Brings back into use.</summary>
    Reactivate,
}

/// <summary>A change of many images.</summary>
public sealed record ImageBulkRequest
{
    /// <summary>What is done.</summary>
    public required ImageBulkAction Action { get; init; }

    /// <summary>To which images, at most <see cref="ImageBulk.MaxImages"/>; null asks <see cref="Filter"/>. The same one twice counts once.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>To those that match.</summary>
    public ImageFilter? Filter { get; init; }

    /// <summary>Tags to add or remove.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The visibility to set.</summary>
    public ImageVisibility? Visibility { get; init; }

    /// <summary>Only tells what would be done.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What became of one of the images, or would.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; null without one, or when the caller does not see it.</param>
/// <param name="Bytes">Bytes of its data; null without data, or when the caller does not see it.</param>
/// <param name="Code">Code of why it was left as it is; null when it was changed, or would be.</param>
/// <param name="Reason">That in words, English.</param>
public sealed record ImageBulkItem(Guid Id, string? Name, long? Bytes, string? Code, string? Reason)
{
    /// <summary>Whether it was left as it is.</summary>
    public bool IsSkipped => Code is not null;
}
