namespace GlancePortal.Domain.Metadefs;

/// <summary>Something in a namespace that has a name there.</summary>
public abstract class MetadefPart
{
    /// <summary>Number of the row, grows.</summary>
    public long Id { get; set; }

    /// <summary>Namespace it is in.</summary>
    public long NamespaceId { get; set; }

    /// <summary>Name, ≤ 80 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is unique among its kind in the namespace: the name, for tags in upper case.</summary>
    public string Key { get; set; } = "";

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it last changed (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>That the definitions of a namespace are for a type of resources; named after that type.</summary>
public sealed class MetadefAssociation : MetadefPart
{
    /// <summary>What stands before the names of properties on such a resource, ≤ 80 characters.</summary>
    public string? Prefix { get; set; }

    /// <summary>Which metadata of the resource is meant where it has several, for example `image`; ≤ 80 characters.</summary>
    public string? PropertiesTarget { get; set; }
}

/// <summary>The definition of a property.</summary>
public sealed class MetadefProperty : MetadefPart
{
    /// <summary>The definition as it was given, a JSON object in the terms of JSON schema: title, type, enum, ….</summary>
    public string Definition { get; set; } = "{}";
}

/// <summary>The definition of a group of properties.</summary>
public sealed class MetadefObject : MetadefPart
{
    /// <summary>For people to read.</summary>
    public string? Description { get; set; }

    /// <summary>Names of the properties that must be there.</summary>
    public List<string> Required { get; set; } = [];

    /// <summary>Definitions of its properties by name, a JSON object of JSON objects.</summary>
    public string Definitions { get; set; } = "{}";
}

/// <summary>A word to mark things with.</summary>
public sealed class MetadefTag : MetadefPart;
