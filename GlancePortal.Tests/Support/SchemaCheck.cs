using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GlancePortal.Tests.Support;

/// <summary>Holds JSON to a JSON schema, as much of draft 4 as ours use. A word that it does not know is a fault too.</summary>
internal static class SchemaCheck
{
    private static readonly string[] WithoutMeaning = ["name", "links", "description", "readOnly", "is_base", "properties", "additionalProperties"];

    /// <summary>What is wrong, each with its place; empty when nothing is.</summary>
    public static IEnumerable<string> Faults(JsonNode schema, JsonNode? value, string place = "$")
    {
        var words = schema.AsObject().SelectMany(word => FaultsOf(word.Key, word.Value!, value, place));
        return value is JsonObject members ? words.Concat(members.SelectMany(member => FaultsOfMember(schema, member.Key, member.Value, place))) : words;
    }

    private static IEnumerable<string> FaultsOf(string word, JsonNode rule, JsonNode? value, string place)
    {
        switch (word)
        {
            case "type":
                var allowed = rule is JsonArray several ? several.Select(type => type!.ToString()) : [rule.ToString()];
                return allowed.Any(type => Is(type, value)) ? [] : [$"{place}: is {value?.ToJsonString() ?? "null"}, not {rule.ToJsonString()}"];
            case "enum":
                return rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{place}: {value} is none of {rule.ToJsonString()}"];
            case "pattern":
                return value is null || Regex.IsMatch(value.ToString(), rule.ToString()) ? [] : [$"{place}: {value} is not like {rule}"];
            case "maxLength":
                return value is null || value.ToString().Length <= (int)rule ? [] : [$"{place}: is longer than {rule}"];
            case "items":
                return value is JsonArray items ? items.SelectMany((item, i) => Faults(rule, item, $"{place}[{i}]")) : [];
            case "required":
                return rule.AsArray().Where(name => value?[name!.ToString()] is null).Select(name => $"{place}: lacks {name}");
            default:
                return WithoutMeaning.Contains(word) ? [] : [$"{place}: the schema has an unknown word {word}"];
        }
    }

    private static IEnumerable<string> FaultsOfMember(JsonNode schema, string name, JsonNode? value, string place)
    {
        var described = schema["properties"]?[name] ?? schema["additionalProperties"];
        return described is null ? [$"{place}.{name}: the schema does not describe it"] : Faults(described, value, $"{place}.{name}");
    }

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value!.AsValue().TryGetValue<long>(out _),
        _ => false,
    };
}
