namespace GlancePortal.Domain.Images;

/// <summary>Whether a copy can be read.</summary>
public enum LocationStatus
{
    /// <summary>Complete.</summary>
    Active,

    /// <summary>To be removed from its store by the sweep.</summary>
    PendingDelete,
}

/// <summary>A copy of an image's data in a store.</summary>
public sealed class ImageLocation
{
    /// <summary>Number of the row.</summary>
    public long Id { get; set; }

    /// <summary>Image it belongs to.</summary>
    public Guid ImageId { get; set; }

    /// <summary>Id that the data has in the store: that of the image, unless its data was replaced.</summary>
    public Guid DataId { get; set; }

    /// <summary>Id of the store.</summary>
    public required string StoreId { get; set; }

    /// <summary>Address in the store, without credentials.</summary>
    public required string Url { get; set; }

    /// <summary>Whether it can be read.</summary>
    public LocationStatus Status { get; set; }

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Checksums of its blocks; loaded on demand only.</summary>
    public LocationChecksums? Checksums { get; set; }
}

/// <summary>Fast checksums of a copy's blocks, verified on every read.</summary>
public sealed class LocationChecksums
{
    /// <summary>The location they belong to.</summary>
    public long LocationId { get; set; }

    /// <summary>Bytes per block; the last one may be shorter.</summary>
    public int BlockBytes { get; set; }

    /// <summary>XxHash3 of each block, 8 bytes each, little-endian, in order.</summary>
    public required byte[] Blocks { get; set; }
}
