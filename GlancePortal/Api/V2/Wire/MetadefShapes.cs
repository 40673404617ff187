using System.Text.Json.Nodes;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shapes of definitions. What each is made of is what its published schema says.</summary>
internal static class MetadefShapes
{
    /// <summary>A property by itself, as it is sent and as it is answered.</summary>
    public static readonly Shape Property = Shapes.Named("V2.MetadefProperty", book => SchemaShapes.Answer(Published(book, "property"), "name", "title", "type"));

    public static readonly Shape Properties = Shapes.Record("V2.MetadefProperties", ("properties", Definitions));

    public static readonly Shape Object = Shapes.Named("V2.MetadefObject", book => SchemaShapes.Answer(
        Published(book, "object"), "name", "required", "properties", "created_at", "updated_at", "self", "schema"));

    public static readonly Shape ObjectFields = Shapes.Named("V2.MetadefObjectFields", book => SchemaShapes.Fields(Published(book, "object")));

    public static readonly Shape Objects = ListShapes.Page("V2.MetadefObjects", "objects", Object);

    public static readonly Shape Tag = Shapes.Named("V2.MetadefTag", book => SchemaShapes.Answer(Published(book, "tag"), "name", "created_at", "updated_at"));

    public static readonly Shape TagName = Shapes.Named("V2.MetadefTagName", book => SchemaShapes.Fields(Published(book, "tag")));

    /// <summary>Several tags, as they are sent and as they are answered.</summary>
    public static readonly Shape TagNames = Shapes.Record("V2.MetadefTagNames", ("tags", Shapes.ListOf(TagName)));

    public static readonly Shape Tags = ListShapes.Page("V2.MetadefTags", "tags", TagName);

    public static readonly Shape Association = Shapes.Named("V2.MetadefAssociation", book => SchemaShapes.Answer(
        Published(book, "resource_type"), "name", "created_at", "updated_at"));

    public static readonly Shape AssociationFields = Shapes.Named("V2.MetadefAssociationFields", book => SchemaShapes.Fields(Published(book, "resource_type")));

    public static readonly Shape Associations = Shapes.Record("V2.MetadefAssociations", ("resource_type_associations", Shapes.ListOf(Association)));

    public static readonly Shape ResourceTypes = Shapes.Record("V2.MetadefResourceTypes", ("resource_types", Shapes.ListOf(Shapes.Record(
        ("name", Shapes.Text), ("created_at", Shapes.Time), ("updated_at", Shapes.Time)))));

    public static readonly Shape Namespace = Shapes.Named("V2.MetadefNamespace", book => SchemaShapes.Answer(
        With(book, Association, Object), "namespace", "visibility", "protected", "created_at", "updated_at", "self", "schema"));

    public static readonly Shape NamespaceFields = Shapes.Named(
        "V2.MetadefNamespaceFields", book => SchemaShapes.Fields(With(book, AssociationFields, ObjectFields)));

    public static readonly Shape Namespaces = ListShapes.Page("V2.MetadefNamespaces", "namespaces", Namespace);

    private const string References = "#/definitions/";

    private static readonly Shape Definition = Shapes.Named("V2.MetadefDefinition", book => SchemaShapes.Answer(
        Published(book, "properties")["properties"]!["properties"]!["additionalProperties"]!.DeepClone().AsObject(), "title", "type"));

    private static JsonObject Definitions(SchemaBook book) => new() { ["type"] = "object", ["additionalProperties"] = Definition(book) };

    private static JsonObject With(SchemaBook book, Shape association, Shape part)
    {
        var schema = Published(book, "namespace");
        var members = schema["properties"]!;
        members["resource_type_associations"] = Shapes.ListOf(association)(book);
        members["objects"] = Shapes.ListOf(part)(book);
        members["tags"] = Shapes.ListOf(TagName)(book);
        return schema;
    }

    private static JsonObject Published(SchemaBook book, string name)
    {
        var schema = JsonNode.Parse(MetadefSchemas.Published[name])!.AsObject();
        var definitions = schema["definitions"];
        schema.Remove("definitions");
        return Inlined(schema, definitions, book)!.AsObject();
    }

    // What a schema refers to within itself is elsewhere in a document of many.
    private static JsonNode? Inlined(JsonNode? node, JsonNode? definitions, SchemaBook book) => node switch
    {
        JsonObject one when (string?)one["$ref"] is { } path => path == References + "property"
            ? Definitions(book)
            : Inlined(definitions![path[References.Length..]], definitions, book),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Inlined(member.Value, definitions, book)))),
        JsonArray items => new JsonArray([.. items.Select(item => Inlined(item, definitions, book))]),
        _ => node?.DeepClone(),
    };
}
