namespace GlancePortal.Domain.Metadefs;

/// <summary>Who besides the owner's project sees a namespace.</summary>
public enum MetadefVisibility
{
    /// <summary>Nobody.</summary>
    Private,

    /// <summary>Everybody.</summary>
    Public,
}

/// <summary>A namespace of definitions: what metadata of images, volumes or flavors may be called and hold.</summary>
public sealed class MetadefNamespace
{
    /// <summary>Number of the row, grows.</summary>
    public long Id { get; set; }

    /// <summary>Name, ≤ 80 characters, unique over all projects.</summary>
    public required string Name { get; set; }

    /// <summary>Name for people, ≤ 80 characters.</summary>
    public string? DisplayName { get; set; }

    /// <summary>For people to read, ≤ 500 characters.</summary>
    public string? Description { get; set; }

    /// <summary>Who sees it.</summary>
    public MetadefVisibility Visibility { get; set; }

    /// <summary>Refuses deletion of the namespace and of anything in it.</summary>
    public bool Protected { get; set; }

    /// <summary>Project that owns it; null when made without one.</summary>
    public string? OwnerId { get; set; }

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When its own fields last changed (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Types of resources that the definitions are for.</summary>
    public List<MetadefAssociation> Associations { get; } = [];

    /// <summary>Definitions of single properties.</summary>
    public List<MetadefProperty> Properties { get; } = [];

    /// <summary>Definitions of groups of properties.</summary>
    public List<MetadefObject> Objects { get; } = [];

    /// <summary>Words to mark things with.</summary>
    public List<MetadefTag> Tags { get; } = [];

    /// <summary>What stands before the names of properties on a type of resource; null when nothing does.</summary>
    /// <param name="resourceType">Name of the type; null means none.</param>
    public string? PrefixFor(string? resourceType) => Associations.Find(association => association.Name == resourceType)?.Prefix;
}

/// <summary>A type of resources that definitions can be for, for example `OS::Glance::Image`.</summary>
public sealed class MetadefResourceType
{
    /// <summary>Name, ≤ 80 characters.</summary>
    public required string Name { get; set; }

    /// <summary>When it was first named (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it last changed (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}
