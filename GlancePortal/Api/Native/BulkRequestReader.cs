using System.Text.Json;
using GlancePortal.Api.V2;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.Native;

/// <summary>Reads the body of a bulk request. Its filter has the names and values of a search's query.</summary>
internal static class BulkRequestReader
{
    private static readonly Dictionary<string, ImageBulkAction> Actions = new(StringComparer.Ordinal)
    {
        ["delete"] = ImageBulkAction.Delete,
        ["restore"] = ImageBulkAction.Restore,
        ["add-tags"] = ImageBulkAction.AddTags,
        ["remove-tags"] = ImageBulkAction.RemoveTags,
        ["set-visibility"] = ImageBulkAction.SetVisibility,
        ["protect"] = ImageBulkAction.Protect,
        ["unprotect"] = ImageBulkAction.Unprotect,
        ["deactivate"] = ImageBulkAction.Deactivate,
        ["reactivate"] = ImageBulkAction.Reactivate,
    };

    /// <summary>All actions by their names.</summary>
    public static IEnumerable<string> Names => Actions.Keys;

    public static string NameOf(ImageBulkAction action) => Actions.First(pair => pair.Value == action).Key;

    /// <exception cref="InvalidInputException">It is none.</exception>
    public static ImageBulkRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("action", out var name))
        {
            throw ImageFields.Wrong("action", $"one of {string.Join(", ", Actions.Keys)}");
        }

        var request = new ImageBulkRequest { Action = Action(name) };
        foreach (var member in body.EnumerateObject())
        {
            request = member.Name switch
            {
                "action" => request,
                "ids" => request with { Ids = Ids(member.Value) },
                "filter" => request with { Filter = Filter(member.Value) },
                "tags" => request with { Tags = [.. ImageFields.Texts("tags", member.Value)] },
                "visibility" => request with { Visibility = ImageFields.Visibility(member.Value) },
                "dryRun" => request with { DryRun = ImageFields.Flag("dryRun", member.Value) },
                _ => throw new InvalidInputException($"'{member.Name}' is not known here.", "json.invalid"),
            };
        }

        return request;
    }

    private static ImageBulkAction Action(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Actions.TryGetValue(value.GetString()!, out var action)
            ? action
            : throw ImageFields.Wrong("action", $"one of {string.Join(", ", Actions.Keys)}");

    private static IReadOnlyList<Guid> Ids(JsonElement value) =>
        [.. ImageFields.Texts("ids", value).Select(text => Guid.TryParseExact(text, "D", out var id) ? id : throw ImageFields.Wrong("ids", "an array of ids of images"))];

    private static ImageFilter Filter(JsonElement value)
    {
        var conditions = value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().SelectMany(Conditions).Take(QueryValues.MaxConditions + 1).ToList()
            : throw ImageFields.Wrong("filter", "an object");
        // All that one sees is hardly ever meant, and a forgotten condition looks just like it.
        return conditions.Exists(Narrows)
            ? ImageSearchQuery.ReadFilter(conditions)
            : throw ImageFields.Wrong("filter", "an object with at least one condition that leaves images out");
    }

    private static bool Narrows(KeyValuePair<string, string> condition) => condition is { Key: not ("hidden" or "member_status") }
        && !string.IsNullOrWhiteSpace(condition.Value) && condition is not { Key: "visibility", Value: "all" };

    private static IEnumerable<KeyValuePair<string, string>> Conditions(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Array => member.Value.EnumerateArray().Select(item => KeyValuePair.Create(member.Name, Text(member.Name, item))),
        _ => [KeyValuePair.Create(member.Name, Text(member.Name, member.Value))],
    };

    private static string Text(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        _ => throw ImageFields.Wrong($"filter.{name}", "text, a number, true, false or an array of them"),
    };
}
