namespace GlancePortal.Domain.Images;

/// <summary>Which images a list shows, among those that the caller sees. Everything given must hold.</summary>
public sealed record ImageFilter
{
    /// <summary>Any of these visibilities; null means all except other projects' community images.</summary>
    public IReadOnlyList<ImageVisibility>? Visibilities { get; init; }

    /// <summary>With no <see cref="Visibilities"/>: other projects' community images too.</summary>
    public bool WithCommunity { get; init; }

    /// <summary>Which answer the caller's project gave to images shared with it; null means any.</summary>
    /// <value>Accepted unless set.</value>
    public MemberStatus? MemberStatus { get; init; } = Images.MemberStatus.Accepted;

    /// <summary>Only hidden ones, or only others; null means both.</summary>
    /// <value>False unless set, as in Glance.</value>
    public bool? Hidden { get; init; } = false;

    /// <summary>Only protected ones, or only others.</summary>
    public bool? Protected { get; init; }

    /// <summary>Any of these ids.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Any of these names.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Any of these statuses.</summary>
    public IReadOnlyList<ImageStatus>? Statuses { get; init; }

    /// <summary>Any of these disk formats.</summary>
    public IReadOnlyList<string>? DiskFormats { get; init; }

    /// <summary>Any of these container formats.</summary>
    public IReadOnlyList<string>? ContainerFormats { get; init; }

    /// <summary>Any of these values of the property os_distro.</summary>
    public IReadOnlyList<string>? OsDistros { get; init; }

    /// <summary>The owner.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The md5.</summary>
    public string? Checksum { get; init; }

    /// <summary>The second hash.</summary>
    public string? HashValue { get; init; }

    /// <summary>Bounds of numbers and times.</summary>
    public IReadOnlyList<ImageBound> Bounds { get; init; } = [];

    /// <summary>All of these tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>All of these custom properties, name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    /// <summary>Part of the name, the id or a tag, or the beginning of a hash in at least four digits; whatever the case.</summary>
    public string? Text { get; init; }
}

/// <summary>Numbers and times that can be bounded.</summary>
public enum ImageMeasure
{
    /// <summary>Bytes of the data.</summary>
    Size,

    /// <summary>Bytes of the disk that a guest sees.</summary>
    VirtualSize,

    /// <summary>Least disk in GB.</summary>
    MinDisk,

    /// <summary>Least memory in MB.</summary>
    MinRam,

    /// <summary>When the record was made, in seconds since 1970.</summary>
    CreatedAt,

    /// <summary>When the record last changed, in seconds since 1970.</summary>
    UpdatedAt,
}

/// <summary>How a bound compares.</summary>
public enum BoundComparison
{
    /// <summary>Is.</summary>
    Equal,

    /// <summary>Is not.</summary>
    NotEqual,

    /// <summary>Is above.</summary>
    Above,

    /// <summary>Is or is above.</summary>
    AtLeast,

    /// <summary>Is below.</summary>
    Below,

    /// <summary>Is or is below.</summary>
    AtMost,
}

/// <summary>A bound of a number or a time.</summary>
/// <param name="Measure">What is bounded.</param>
/// <param name="Comparison">How.</param>
/// <param name="Value">By what; times are whole seconds since 1970, as clients see them.</param>
public sealed record ImageBound(ImageMeasure Measure, BoundComparison Comparison, long Value);

/// <summary>What a list can be sorted by.</summary>
public enum ImageSortKey
{
    /// <summary>When the record was made.</summary>
    CreatedAt,

    /// <summary>When the record last changed.</summary>
    UpdatedAt,

    /// <summary>The name; none comes first.</summary>
    Name,

    /// <summary>The status.</summary>
    Status,

    /// <summary>Bytes of the data; none comes first.</summary>
    Size,

    /// <summary>The disk format; none comes first.</summary>
    DiskFormat,

    /// <summary>The container format; none comes first.</summary>
    ContainerFormat,

    /// <summary>The id.</summary>
    Id,
}

/// <summary>A key of the order.</summary>
/// <param name="Key">By what.</param>
/// <param name="Descending">Largest or latest first.</param>
public sealed record ImageSort(ImageSortKey Key, bool Descending);
