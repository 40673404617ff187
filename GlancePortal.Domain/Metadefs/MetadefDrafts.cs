using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Metadefs;

/// <summary>What somebody says of a namespace that is to be made or replaced.</summary>
/// <param name="Name">Name, 1 to 80 characters.</param>
public sealed record NamespaceDraft(string Name)
{
    /// <summary>Name for people.</summary>
    public string? DisplayName { get; init; }

    /// <summary>For people to read.</summary>
    public string? Description { get; init; }

    /// <summary>Who sees it.</summary>
    /// <value>Private unless set, as in Glance.</value>
    public MetadefVisibility Visibility { get; init; }

    /// <summary>Refuses deletion.</summary>
    public bool Protected { get; init; }

    /// <summary>Project that shall own it; null means the caller's.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Types of resources it is for.</summary>
    public IReadOnlyList<AssociationDraft> Associations { get; init; } = [];

    /// <summary>Its properties.</summary>
    public IReadOnlyList<PropertyDraft> Properties { get; init; } = [];

    /// <summary>Its objects.</summary>
    public IReadOnlyList<ObjectDraft> Objects { get; init; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyList<TagDraft> Tags { get; init; } = [];

    /// <summary>The row with all its parts.</summary>
    /// <exception cref="ConflictException">Two parts of one kind have the same name.</exception>
    internal MetadefNamespace Make(string? callersProject, DateTimeOffset at)
    {
        var row = new MetadefNamespace { Name = Name, CreatedAt = at };
        ApplyTo(row, callersProject, at);
        Add(row.Associations, Associations, at);
        Add(row.Properties, Properties, at);
        Add(row.Objects, Objects, at);
        Add(row.Tags, Tags, at);
        return row;
    }

    /// <summary>Gives the row these fields; its parts stay.</summary>
    internal void ApplyTo(MetadefNamespace row, string? callersProject, DateTimeOffset at)
    {
        row.Name = Name;
        row.DisplayName = DisplayName;
        row.Description = Description;
        row.Visibility = Visibility;
        row.Protected = Protected;
        row.OwnerId = OwnerId ?? callersProject;
        row.UpdatedAt = at;
    }

    private static void Add<T>(List<T> rows, IReadOnlyList<MetadefPartDraft<T>> drafts, DateTimeOffset at)
        where T : MetadefPart, new()
    {
        MetadefPartDraft<T>.RequireDifferent(drafts);
        rows.AddRange(drafts.Select(draft => draft.Make(at)));
    }
}

/// <summary>What somebody says of a part of a namespace that is to be made or replaced.</summary>
/// <typeparam name="T">Kind of the part.</typeparam>
/// <param name="Name">Name, 1 to 80 characters.</param>
public abstract record MetadefPartDraft<T>(string Name)
    where T : MetadefPart, new()
{
    /// <summary>What is unique among its kind.</summary>
    internal string Key => KeyOf(Name);

    /// <summary>What is unique among the kind for a part of this name.</summary>
    internal static string KeyOf(string name) => typeof(T) == typeof(MetadefTag) ? name.ToUpperInvariant() : name;

    /// <exception cref="ConflictException">Two of them have the same name.</exception>
    internal static void RequireDifferent(IEnumerable<MetadefPartDraft<T>> drafts)
    {
        if (drafts.GroupBy(draft => draft.Key, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new ConflictException($"The name '{twice.First().Name}' is given twice.", "metadef.name_taken");
        }
    }

    /// <summary>The row.</summary>
    internal T Make(DateTimeOffset at)
    {
        var row = new T { CreatedAt = at };
        ApplyTo(row, at);
        return row;
    }

    /// <summary>Gives the row this name and content.</summary>
    internal void ApplyTo(T row, DateTimeOffset at)
    {
        row.Name = Name;
        row.Key = Key;
        row.UpdatedAt = at;
        ApplyContent(row);
    }

    /// <summary>Makes what must be there before the row. Inside of a write.</summary>
    internal virtual Task PrepareAsync(PortalDb db, DateTimeOffset at, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Gives the row what it has beside its name.</summary>
    internal virtual void ApplyContent(T row)
    {
    }
}

/// <summary>A type of resources that definitions are for.</summary>
/// <param name="Name">Name of the type; an unknown one becomes known.</param>
/// <param name="Prefix">What stands before names of properties; null means nothing.</param>
/// <param name="PropertiesTarget">Which metadata of the resource is meant; null means its only one.</param>
public sealed record AssociationDraft(string Name, string? Prefix = null, string? PropertiesTarget = null) : MetadefPartDraft<MetadefAssociation>(Name)
{
    internal override Task PrepareAsync(PortalDb db, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.EnsureResourceTypeAsync(Name, at, cancellationToken);

    internal override void ApplyContent(MetadefAssociation row)
    {
        row.Prefix = Prefix;
        row.PropertiesTarget = PropertiesTarget;
    }
}

/// <summary>The definition of a property.</summary>
/// <param name="Name">Name of the property.</param>
/// <param name="Definition">A JSON object.</param>
public sealed record PropertyDraft(string Name, string Definition) : MetadefPartDraft<MetadefProperty>(Name)
{
    internal override void ApplyContent(MetadefProperty row) => row.Definition = Definition;
}

/// <summary>The definition of a group of properties.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Description">For people to read.</param>
/// <param name="Required">Names of properties that must be there.</param>
/// <param name="Definitions">Its properties by name, a JSON object of JSON objects.</param>
public sealed record ObjectDraft(string Name, string? Description, IReadOnlyList<string> Required, string Definitions) : MetadefPartDraft<MetadefObject>(Name)
{
    internal override void ApplyContent(MetadefObject row)
    {
        row.Description = Description;
        row.Required = [.. Required];
        row.Definitions = Definitions;
    }
}

/// <summary>A tag.</summary>
/// <param name="Name">The word.</param>
public sealed record TagDraft(string Name) : MetadefPartDraft<MetadefTag>(Name);
