using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using GlancePortal.Access;

namespace GlancePortal.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document of everything that is mapped for programs. Written once, when it is first asked for.</summary>
internal sealed class ApiDocument(EndpointDataSource endpoints, IServiceProvider services)
{
    private static readonly (string Name, string Text)[] Tags =
    [
        (TagOf("/v2"), "Compatible with version 2 of the Image API of OpenStack (Glance)."),
        (TagOf("/v3"), "As much of version 3 of the Identity API of OpenStack (Keystone) as clients of an image service use."),
        (TagOf("/uploads"), "Resumable uploads by the protocol tus 1.0, [tus.io](https://tus.io/protocols/resumable-upload)."),
        (TagOf("/api/v1"), "What the portal can do and the Image API cannot."),
    ];

    private readonly Lazy<(byte[] Json, string Tag)> _written = new(() => Write(endpoints, services));

    /// <summary>The document.</summary>
    public byte[] Json => _written.Value.Json;

    /// <summary>Changes with it.</summary>
    public string EntityTag => _written.Value.Tag;

    private static (byte[] Json, string Tag) Write(EndpointDataSource endpoints, IServiceProvider services)
    {
        var book = new SchemaBook(services);
        var paths = new JsonObject();
        foreach (var path in ApiRoutes.Of(endpoints).GroupBy(route => route.Path))
        {
            var operations = new JsonObject();
            foreach (var route in path)
            {
                operations[route.Method.ToLowerInvariant()] = OperationWriter.Write(route, TagOf(route.Path), book);
            }

            paths[path.Key] = operations;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "GlancePortal",
                ["version"] = typeof(ApiDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. Tags.Select(tag => new JsonObject { ["name"] = tag.Name, ["description"] = tag.Text })]),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = book.ToJson(), ["securitySchemes"] = SecuritySchemes() },
        });
        return (json, $"\"{Convert.ToHexStringLower(SHA256.HashData(json))[..32]}\"");
    }

    private static string TagOf(string path) => Doors.Of(path) switch
    {
        Door.Token => "Image API",
        Door.OptionalToken => "Identity API",
        _ => path.StartsWith("/uploads", StringComparison.Ordinal) ? "Uploads" : "Portal API",
    };

    private static JsonObject SecuritySchemes() => new()
    {
        [OperationWriter.TokenScheme] = Key("header", TokenCallers.Header, "A token of the Identity API."),
        [OperationWriter.SessionScheme] = Key("cookie", PortalCookie.Name, "The session of a browser that is signed in to the portal."),
        [OperationWriter.PageScheme] = Key("header", PortalCookie.AntiforgeryHeader, "The anti-forgery token of a page of that session; needed for every change."),
    };

    private static JsonObject Key(string place, string name, string text) =>
        new() { ["type"] = "apiKey", ["in"] = place, ["name"] = name, ["description"] = text };
}
