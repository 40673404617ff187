using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace GlancePortal.Api.OpenApi;

/// <summary>A shape of JSON: makes its schema, or a reference to it among the document's own.</summary>
internal delegate JsonNode Shape(SchemaBook book);

/// <summary>Shapes that descriptions are made of.</summary>
internal static class Shapes
{
    public static readonly Shape Text = Plain("string");
    public static readonly Shape Integer = Plain("integer");
    public static readonly Shape Flag = Plain("boolean");
    public static readonly Shape Anything = Plain("object");
    public static readonly Shape Id = _ => new JsonObject { ["type"] = "string", ["format"] = "uuid" };
    public static readonly Shape Time = _ => new JsonObject { ["type"] = "string", ["format"] = "date-time" };
    public static readonly Shape Bytes = _ => new JsonObject();

    public static Shape OneOf(params IEnumerable<string> values) => _ => new JsonObject
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]),
    };

    public static Shape ListOf(Shape item) => book => new JsonObject { ["type"] = "array", ["items"] = item(book) };

    /// <summary>An object of these members; one whose name ends with `?` may be absent.</summary>
    public static Shape Record(params (string Name, Shape Shape)[] members) => book => RecordOf(book, members);

    /// <summary>The same as a schema of its own.</summary>
    public static Shape Record(string name, params (string Name, Shape Shape)[] members) => Named(name, book => RecordOf(book, members));

    /// <summary>What the type is written as.</summary>
    public static Shape Of(JsonTypeInfo type) => book => book.Reference(type, isRequest: false);

    /// <summary>What the type is read from: nothing is required of a client but what the text says.</summary>
    public static Shape RequestOf(JsonTypeInfo type) => book => book.Reference(type, isRequest: true);

    /// <summary>A schema of its own among the document's, made when the document is.</summary>
    public static Shape Named(string name, Func<SchemaBook, JsonObject> make) => book => book.Reference(name, make);

    private static JsonObject RecordOf(SchemaBook book, (string Name, Shape Shape)[] members) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray([.. members.Where(member => !member.Name.EndsWith('?')).Select(member => JsonValue.Create(member.Name))]),
        ["properties"] = new JsonObject(members.Select(member => KeyValuePair.Create(member.Name.TrimEnd('?'), (JsonNode?)member.Shape(book)))),
    };

    private static Shape Plain(string type) => _ => new JsonObject { ["type"] = type };
}
