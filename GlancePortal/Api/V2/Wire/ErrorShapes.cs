using System.Text.Json.Nodes;
using GlancePortal.Api.OpenApi;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The shape of this API's errors, for clients that ask for JSON; others get HTML.</summary>
internal static class ErrorShapes
{
    public static readonly Shape Error = Shapes.Named("V2.Error", _ => new JsonObject
    {
        ["type"] = "object",
        ["required"] = new JsonArray("message", "code", "title"),
        ["properties"] = new JsonObject
        {
            ["message"] = new JsonObject { ["type"] = "string" },
            ["code"] = new JsonObject { ["type"] = "string", ["description"] = "Status and its phrase." },
            ["title"] = new JsonObject { ["type"] = "string" },
        },
    });
}
