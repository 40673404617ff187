using System.Text.Json.Nodes;

namespace GlancePortal.Tests.Support;

/// <summary>Bodies of `POST /v3/auth/tokens`.</summary>
internal static class TokenRequests
{
    public static JsonObject Password(string user, string password, string? project = null) => Of(
        "password",
        new JsonObject { ["user"] = new JsonObject { ["name"] = user, ["domain"] = Default(), ["password"] = password } },
        project is null ? null : InProject(project));

    public static JsonObject Token(string token, JsonNode? scope = null) => Of("token", new JsonObject { ["id"] = token }, scope);

    public static JsonObject Of(string method, JsonObject proof, JsonNode? scope)
    {
        var auth = new JsonObject { ["identity"] = new JsonObject { ["methods"] = new JsonArray(method), [method] = proof } };
        if (scope is not null)
        {
            auth["scope"] = scope;
        }

        return new JsonObject { ["auth"] = auth };
    }

    public static JsonObject InProject(string name) =>
        new() { ["project"] = new JsonObject { ["name"] = name, ["domain"] = Default() } };

    private static JsonObject Default() => new() { ["id"] = "default" };
}
