using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;

namespace GlancePortal.Domain.Import;

/// <summary>What an administrator wants a task to do: make an image and import its data.</summary>
/// <param name="ImportFrom">Where the data is, a URL.</param>
/// <param name="Image">The image to be made.</param>
/// <param name="Input">The request's `input`, JSON.</param>
public sealed record TaskDraft(string ImportFrom, ImageDraft Image, string Input)
{
    /// <summary>The input for the task's record, with the address as everybody may see it.</summary>
    internal string InputFrom(string shown)
    {
        var input = JsonNode.Parse(Input)!;
        input["import_from"] = shown;
        return input.ToJsonString();
    }
}
