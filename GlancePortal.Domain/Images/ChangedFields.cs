using System.Text.Json;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Audit;

namespace GlancePortal.Domain.Images;

/// <summary>What an update of an image changed, by name, in the detail of its event.</summary>
internal static class ChangedFields
{
    private const string Key = "fields";
    private const int MaxNames = 50;

    private static readonly HashSet<string> Own =
        new(StringComparer.Ordinal) { "name", "visibility", "protected", "os_hidden", "owner", "min_disk", "min_ram", "disk_format", "container_format", "tags" };

    /// <summary>The detail of an event that changes these; many names end in dots.</summary>
    public static Dictionary<string, string?> Of(IEnumerable<ImageChange> edits)
    {
        var names = edits.Select(edit => edit.Field).Distinct().Take(MaxNames + 1).ToList();
        return new() { [Key] = string.Join(',', names.Count <= MaxNames ? names : [.. names[..MaxNames], "…"]) };
    }

    /// <summary>The events without the names of properties that this view hides.</summary>
    public static IReadOnlyList<AuditEvent> SeenBy(PropertyView view, IReadOnlyList<AuditEvent> events)
    {
        foreach (var change in view.IsWhole ? [] : events.Where(change => change is { ObjectType: "image", Detail: not null }))
        {
            var detail = JsonSerializer.Deserialize(change.Detail!, AuditJson.Default.DictionaryStringString)!;
            if (detail.TryGetValue(Key, out var names) && names is not null)
            {
                detail[Key] = string.Join(',', names.Split(',').Where(name => Own.Contains(name) || view.Shows(name)));
                change.Detail = JsonSerializer.Serialize(detail, AuditJson.Default.DictionaryStringString);
            }
        }

        return events;
    }
}
