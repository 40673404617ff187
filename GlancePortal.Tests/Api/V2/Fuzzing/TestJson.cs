using System.Text.Json.Nodes;

namespace GlancePortal.Tests.Api.V2.Fuzzing;

/// <summary>Bodies of images, as they are compared.</summary>
internal static class TestJson
{
    /// <summary>An image without the time of its last change and with its tags in an order.</summary>
    public static JsonObject Comparable(JsonNode image)
    {
        var copy = image.DeepClone().AsObject();
        copy.Remove("updated_at");
        copy["tags"] = Sorted(copy["tags"]!.AsArray().Select(tag => tag!.GetValue<string>()));
        return copy;
    }

    public static JsonArray Sorted(IEnumerable<string> texts) => [.. texts.Order(StringComparer.Ordinal).Select(text => (JsonNode?)text)];
}
