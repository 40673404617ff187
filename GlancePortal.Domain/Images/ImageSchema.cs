using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>The custom properties that have a shape, and those that every new image must have: the stock ones, or what the operator's file says.</summary>
/// <remarks>glance-behaviour.md, image fields and schema facts.</remarks>
public sealed class ImageSchema
{
    /// <summary>What ids look like, in the words of a JSON schema.</summary>
    public const string UuidPattern = "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$";

    private readonly Dictionary<string, SchemaProperty> _byName;

    internal ImageSchema(IReadOnlyList<SchemaProperty> properties, IReadOnlyList<string> required)
    {
        (Properties, Required) = (properties, required);
        _byName = properties.ToDictionary(property => property.Name, StringComparer.Ordinal);
    }

    /// <summary>Glance's own.</summary>
    public static ImageSchema Stock { get; } = ImageSchemaFile.Read(StockSchema.Text, [])!;

    /// <summary>All that are described, in the order of the schema.</summary>
    public IReadOnlyList<SchemaProperty> Properties { get; }

    /// <summary>Names of the properties that a new image must have.</summary>
    public IReadOnlyList<string> Required { get; }

    /// <summary>Whether the property may be null in a client's body.</summary>
    public bool MayBeNull(string name) => _byName.TryGetValue(name, out var property) && property.MayBeNull;

    /// <exception cref="InvalidInputException">The property cannot have this value.</exception>
    internal void Check(string name, string value)
    {
        if (_byName.TryGetValue(name, out var property))
        {
            property.Check(value);
        }
    }

    /// <exception cref="InvalidInputException">A new image with these properties lacks one.</exception>
    internal void CheckRequired(IReadOnlyDictionary<string, string> properties)
    {
        var missing = Required.Where(name => !properties.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidInputException($"The image lacks {string.Join(", ", missing)}, which every image must have.", "image.property_required");
        }
    }
}
