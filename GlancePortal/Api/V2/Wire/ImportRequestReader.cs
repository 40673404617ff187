using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Reads the body of a request for an import.</summary>
internal static class ImportRequestReader
{
    /// <param name="body">The body.</param>
    /// <param name="headerStore">Store that a header names; null when none does.</param>
    public static ImportRequest Read(JsonElement body, string? headerStore)
    {
        var method = Member(body, "method") is { ValueKind: JsonValueKind.Object } given
            ? given
            : throw new InvalidInputException("An import needs a method, an object with a name.", "json.invalid");
        var stores = Stores(body);
        var allStores = Flag(body, "all_stores") ?? false;
        if (headerStore is not null && (allStores || stores is not null))
        {
            throw new InvalidInputException("A store is named either by the header or by the body, not by both.", "import.stores_invalid");
        }

        return new ImportRequest
        {
            Method = Text(method, "name") ?? throw new InvalidInputException("An import needs a method with a name.", "json.invalid"),
            Uri = Text(method, "uri"),
            Checksum = Text(method, "checksum"),
            Region = Text(method, "glance_region"),
            RemoteImageId = Text(method, "glance_image_id"),
            RemoteInterface = Text(method, "glance_service_interface"),
            Stores = headerStore is null ? stores ?? [] : [headerStore],
            AllStores = allStores,
            AllStoresMustSucceed = Flag(body, "all_stores_must_succeed") ?? true,
        };
    }

    private static List<string>? Stores(JsonElement body) => Member(body, "stores") switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list => [.. ImageFields.Texts("stores", list)],
        _ => throw ImageFields.Wrong("stores", "an array of strings"),
    };

    private static bool? Flag(JsonElement body, string name) => Member(body, name) is { } value ? ImageFields.Flag(name, value) : null;

    private static string? Text(JsonElement of, string name) => Member(of, name) is { } value ? ImageFields.Text(name, value) : null;

    private static JsonElement? Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : null;
}
