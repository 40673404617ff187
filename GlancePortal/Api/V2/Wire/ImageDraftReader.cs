using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Reads the body of a create request.</summary>
internal static class ImageDraftReader
{
    public static ImageDraft Read(JsonElement body, ImageSchema schema)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidInputException("The body must be a JSON object.", "json.invalid");
        }

        var draft = new ImageDraft();
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in body.EnumerateObject())
        {
            var (name, value) = (member.Name, member.Value);
            ImageFields.RequireSettable(name);
            if (name == "id")
            {
                draft = draft with { Id = Id(value) };
            }
            else if (ImageFields.Settable.TryGetValue(name, out var read))
            {
                draft = With(draft, read(value));
            }
            else
            {
                properties[name] = ImageFields.Property(name, value, schema);
            }
        }

        return draft with { Properties = properties };
    }

    private static Guid Id(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out var id) ? id : throw ImageFields.Wrong("id", "a UUID");

    private static ImageDraft With(ImageDraft draft, ImageChange field) => field switch
    {
        NameChange change => draft with { Name = change.Name },
        VisibilityChange change => draft with { Visibility = change.Visibility },
        ProtectedChange change => draft with { Protected = change.Protected },
        HiddenChange change => draft with { Hidden = change.Hidden },
        OwnerChange change => draft with { HasOwner = true, OwnerId = change.OwnerId },
        MinDiskChange change => draft with { MinDisk = change.Gigabytes },
        MinRamChange change => draft with { MinRam = change.Megabytes },
        DiskFormatChange change => draft with { DiskFormat = change.Format },
        ContainerFormatChange change => draft with { ContainerFormat = change.Format },
        TagsChange change => draft with { Tags = change.Tags },
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
