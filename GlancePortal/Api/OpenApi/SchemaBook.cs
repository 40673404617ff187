using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace GlancePortal.Api.OpenApi;

/// <summary>The schemas of a document, each written once and referred to by name.</summary>
internal sealed class SchemaBook(IServiceProvider services)
{
    private const string Wire = ".Wire";
    private readonly SortedDictionary<string, JsonNode?> _schemas = new(StringComparer.Ordinal);

    /// <summary>Where a shape that depends on the configuration finds it.</summary>
    public IServiceProvider Services { get; } = services;

    /// <summary>All schemas by name.</summary>
    public JsonObject ToJson() => new(_schemas.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));

    public JsonNode Reference(string name, Func<SchemaBook, JsonObject> make)
    {
        if (!_schemas.ContainsKey(name))
        {
            // Known before it is made, so that it may refer to itself.
            _schemas[name] = null;
            _schemas[name] = make(this);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    public JsonNode Reference(JsonTypeInfo type, bool isRequest)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => Transform(context, schema, isRequest),
        };
        return IsOwn(type) ? Reference(NameOf(type.Type), _ => type.GetJsonSchemaAsNode(options).AsObject()) : type.GetJsonSchemaAsNode(options);
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema, bool isRequest)
    {
        if (!context.Path.IsEmpty && IsOwn(context.TypeInfo))
        {
            var reference = Reference(context.TypeInfo, isRequest);
            return context.PropertyInfo is { IsGetNullable: true }
                ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) }
                : reference;
        }

        if (isRequest && schema is JsonObject shape)
        {
            shape.Remove("required");
        }

        return schema;
    }

    // Each record of a door's bodies is a schema of its own.
    private static bool IsOwn(JsonTypeInfo type) =>
        type.Kind == JsonTypeInfoKind.Object && type.Type.Namespace?.StartsWith("GlancePortal.", StringComparison.Ordinal) == true;

    // `V3.Project` for GlancePortal.Api.V3.Wire.ProjectBody: two doors may have a word in common.
    private static string NameOf(Type type)
    {
        var space = type.Namespace!;
        space = space.EndsWith(Wire, StringComparison.Ordinal) ? space[..^Wire.Length] : space;
        var name = type.Name.EndsWith("Body", StringComparison.Ordinal) ? type.Name[..^"Body".Length] : type.Name;
        return $"{space[(space.LastIndexOf('.') + 1)..]}.{name}";
    }
}
