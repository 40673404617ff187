using GlancePortal.Domain.Access;

namespace GlancePortal.Domain.Images;

/// <summary>What a client says of an image that is to be made.</summary>
public sealed record ImageDraft
{
    /// <summary>Id the client chose; null takes a random one.</summary>
    public Guid? Id { get; init; }

    /// <summary>Name.</summary>
    public string? Name { get; init; }

    /// <summary>Who sees it.</summary>
    /// <value>Shared unless set, as in Glance.</value>
    public ImageVisibility Visibility { get; init; }

    /// <summary>Refuses deletion.</summary>
    public bool Protected { get; init; }

    /// <summary>Left out of lists unless asked for.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether <see cref="OwnerId"/> was given; otherwise the caller's project owns it.</summary>
    public bool HasOwner { get; init; }

    /// <summary>Project that shall own it; null means nobody.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Disk format; null when not known yet.</summary>
    public string? DiskFormat { get; init; }

    /// <summary>Container format; null when not known yet.</summary>
    public string? ContainerFormat { get; init; }

    /// <summary>Least disk in GB that a guest needs.</summary>
    public long MinDisk { get; init; }

    /// <summary>Least memory in MB that a guest needs.</summary>
    public long MinRam { get; init; }

    /// <summary>Custom properties.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>Tags; the same one twice counts once.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    /// <summary>Project that owns what this caller makes of it; null means nobody.</summary>
    internal string? OwnerFor(Caller caller) => HasOwner ? OwnerId : caller.ProjectId;
}
