namespace GlancePortal.Domain.Images;

/// <summary>A virtual-machine image: the record. Its bytes are in stores, at its locations.</summary>
public sealed class Image
{
    /// <summary>Id, given by the client at creation or random; never used twice.</summary>
    public Guid Id { get; set; }

    /// <summary>Name, ≤ 255 characters, not unique.</summary>
    public string? Name { get; set; }

    /// <summary>Where it is in its life. Changed by conditional updates only.</summary>
    public ImageStatus Status { get; set; }

    /// <summary>Code of the refusal that last sent it back to queued; null when none did.</summary>
    public string? StatusReason { get; set; }

    /// <summary>Who sees it.</summary>
    public ImageVisibility Visibility { get; set; }

    /// <summary>Refuses deletion.</summary>
    public bool Protected { get; set; }

    /// <summary>Left out of lists unless asked for.</summary>
    public bool Hidden { get; set; }

    /// <summary>Project that owns it; null means everybody sees it.</summary>
    public string? OwnerId { get; set; }

    /// <summary>Bytes of the data; null without data.</summary>
    public long? Size { get; set; }

    /// <summary>Bytes of the disk that a guest sees; null when unknown.</summary>
    public long? VirtualSize { get; set; }

    /// <summary>Disk format, for example qcow2; needed before data comes.</summary>
    public string? DiskFormat { get; set; }

    /// <summary>Container format, mostly bare; needed before data comes.</summary>
    public string? ContainerFormat { get; set; }

    /// <summary>md5 of the data in hex.</summary>
    public string? Checksum { get; set; }

    /// <summary>Name of the second hash, for example sha512.</summary>
    public string? HashAlgorithm { get; set; }

    /// <summary>The second hash in hex.</summary>
    public string? HashValue { get; set; }

    /// <summary>Least disk in GB that a guest needs.</summary>
    public int MinDisk { get; set; }

    /// <summary>Least memory in MB that a guest needs.</summary>
    public int MinRam { get; set; }

    /// <summary>When the record was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When the record last changed (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When it was deleted (UTC); null while it lives.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>The status it was deleted in, which a restore gives back; null while it lives.</summary>
    public ImageStatus? DeletedFrom { get; set; }

    /// <summary>User who created it; null when unknown.</summary>
    public string? CreatedByUserId { get; set; }

    /// <summary>Name and tags in lower case, a line each: what a search looks through. Kept by <see cref="ImageSearchFields"/>.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>The tags in their order as one text, so that equal sets are equal texts; null without tags. Kept by <see cref="ImageSearchFields"/>.</summary>
    public string? TagSet { get; set; }

    /// <summary>The property os_distro once more, beside the fields that are counted with it; null without one. Kept by <see cref="ImageSearchFields"/>.</summary>
    public string? OsDistro { get; set; }

    /// <summary>Grows with each change of the record, its properties, tags or locations; guards updates and names cached bodies.</summary>
    public long Version { get; set; }

    /// <summary>Custom properties.</summary>
    public List<ImageProperty> Properties { get; } = [];

    /// <summary>Tags.</summary>
    public List<ImageTag> Tags { get; } = [];

    /// <summary>Projects it is shared with.</summary>
    public List<ImageMember> Members { get; } = [];

    /// <summary>Where its data is.</summary>
    public List<ImageLocation> Locations { get; } = [];
}
