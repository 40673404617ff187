using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Api.OpenApi;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api.OpenApi;

/// <summary>`/openapi/v1.json`: it is OpenAPI 3.1, says something of everything that is mapped, and what it says is so.</summary>
[Trait("Suite", "api")]
public sealed class ApiDocuments(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static readonly string[] CommonAnswers = ["401", "500", "503"];
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_for_programs_is_described()
    {
        var document = await DocumentAsync();
        var routes = ApiRoutes.Of(portal.Services.GetRequiredService<EndpointDataSource>());

        var silent = routes.Where(route => route.Description is null || document["paths"]![route.Path]?[route.Method.ToLowerInvariant()] is null)
            .Select(route => $"{route.Method} {route.Path} has no description: add .Describe(…) where {route.Endpoint.DisplayName} is mapped "
                + "(GlancePortal.Api.OpenApi.Describing; the neighbours show how).");

        Assert.Empty(silent);
        foreach (var root in new[] { "/v2/images", "/v3/auth/tokens", "/uploads", "/uploads/{id}", "/api/v1/images/{id}/timeline" })
        {
            Assert.NotNull(document["paths"]![root]);
        }
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_what_it_answers_and_how_it_refuses()
    {
        var faults = new List<string>();
        foreach (var (name, operation) in Operations(await DocumentAsync()))
        {
            var answers = operation["responses"]!.AsObject();
            Fault(((string?)operation["summary"])?.Length is null or 0 or > 80, "has no summary of one line");
            Fault(
                !answers.Any(answer => answer.Key[0] == '2') && operation["x-switched-off"] is null,
                "has no answer of success: add .Answer(…) to its description, or .OnlyRefuses(…)");
            Fault(!CommonAnswers.All(answers.ContainsKey), "lacks an answer that every operation has");
            Fault(answers.Any(answer => string.IsNullOrEmpty((string?)answer.Value!["description"])), "has an answer without words");
            Fault((operation["parameters"]?.AsArray() ?? []).Where(one => (string)one!["in"]! != "path").Any(one => string.IsNullOrEmpty((string?)one!["description"])), "has a parameter without words");
            Fault(operation["security"] is null, "does not say what it takes as proof");

            void Fault(bool isFault, string words)
            {
                if (isFault)
                {
                    faults.Add($"{name} {words}");
                }
            }
        }

        Assert.Empty(faults);
    }

    [Fact]
    public async Task The_document_keeps_the_rules_of_its_format()
    {
        var document = await DocumentAsync();
        var check = new DocumentSchemas(document);

        Assert.StartsWith("3.1.", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.NotNull(document["info"]!["title"]);
        Assert.NotNull(document["info"]!["version"]);
        Assert.All(document["components"]!["schemas"]!.AsObject(), schema => Assert.Matches("^[A-Za-z0-9._-]+$", schema.Key));
        Assert.All(References(document), reference => Assert.NotNull(check.Resolve(reference)));
        var schemes = document["components"]!["securitySchemes"]!.AsObject();
        var ids = new List<string>();
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            Assert.StartsWith("/", path, StringComparison.Ordinal);
            Assert.All(item!.AsObject(), operation => Assert.Contains(operation.Key, Methods));
            foreach (var (_, operation) in item!.AsObject())
            {
                ids.Add((string)operation!["operationId"]!);
                var parameters = (operation["parameters"]?.AsArray() ?? []).Select(one => ((string)one!["in"]!, (string)one["name"]!)).ToList();
                Assert.Equal(parameters.Distinct(), parameters);
                Assert.Equal(
                    path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')).Order(StringComparer.Ordinal),
                    parameters.Where(one => one.Item1 == "path").Select(one => one.Item2).Order(StringComparer.Ordinal));
                Assert.All(operation["parameters"]?.AsArray() ?? [], one => Assert.NotNull(one!["schema"]));
                Assert.All(operation["responses"]!.AsObject(), answer => Assert.InRange(int.Parse(answer.Key, null), 200, 599));
                Assert.All(operation["security"]!.AsArray(), one => Assert.All(one!.AsObject(), scheme => Assert.True(schemes.ContainsKey(scheme.Key))));
            }
        }

        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task Answers_fit_their_schemas()
    {
        var document = await portal.DocumentAsync();
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var id = await alice.UploadImageAsync(Bytes.Random(1000));
        await alice.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/t");
        using var created = await new TusClient(alice).CreateAsync(10, TusClient.RawImage("x"), Cancellation);
        using var sent = await new TusClient(alice).PatchAsync(created.Upload(), 0, new byte[5], Cancellation);

        foreach (var (client, address) in new[]
        {
            (alice, "/v2/images?limit=1"),
            (alice, $"/v2/images/{id}"),
            (alice, "/v2/info/stores"),
            (alice, "/v2/schemas/image"),
            (alice, "/api/v1/images?facets=status,tag,os_distro"),
            (alice, $"/api/v1/images/{id}"),
            (alice, $"/api/v1/images/{created.ImageId()}"),
            (alice, $"/api/v1/images/{id}/timeline"),
            (alice, $"/api/v1/uploads/{created.UploadId()}"),
            (alice, $"/api/v1/uploads/{created.UploadId()}/samples"),
            (alice, $"/api/v1/projects/{PortalFactory.Alpha}/quotas"),
            (alice, "/v3"),
            (alice, "/v3/auth/projects"),
            (alice, "/v3/auth/catalog"),
            (admin, "/v3/projects"),
            (admin, "/v3/users"),
            (admin, "/v3/role_assignments?include_names"),
        })
        {
            await client.SendDocumentedAsync(document, HttpMethod.Get, address);
        }

        foreach (var action in new[] { "deactivate", "delete" })
        {
            await alice.SendDocumentedAsync(
                document, HttpMethod.Post, "/api/v1/images/bulk", new JsonObject { ["action"] = action, ["ids"] = new JsonArray(id, Guid.NewGuid().ToString()) });
        }

        Assert.NotEmpty((await alice.SendDocumentedAsync(document, HttpMethod.Get, "/api/v1/images/deleted"))["images"]!.AsArray());
        await admin.SendDocumentedAsync(
            document, HttpMethod.Put, $"/api/v1/projects/{PortalFactory.Beta}/quotas",
            new JsonObject { ["imageSizeTotal"] = "10GiB", ["imageStageTotal"] = 5, ["imageCountTotal"] = null });
        await alice.SendDocumentedAsync(document, HttpMethod.Get, $"/api/v1/images/{Guid.NewGuid()}", status: HttpStatusCode.NotFound);
        await alice.SendDocumentedAsync(document, HttpMethod.Get, $"/v2/images/{Guid.NewGuid()}", status: HttpStatusCode.NotFound);
        await alice.SendDocumentedAsync(
            document, HttpMethod.Post, "/v3/auth/tokens", TokenRequests.Password("alice", PortalFactory.Password, "alpha"), HttpStatusCode.Created);
    }

    [Fact]
    public async Task What_is_said_to_be_switched_off_only_refuses()
    {
        var document = await DocumentAsync();
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var image = $"/v2/images/{await admin.CreateImageIdAsync()}";
        var requests = new Dictionary<string, (string Address, string? Body)>
        {
            ["GET /v2/images/{id}/locations"] = ($"{image}/locations", null),
            ["POST /v2/images/{id}/locations"] = ($"{image}/locations", """{ "url": "http://x/y" }"""),
        };

        var off = Operations(document).Where(one => one.Operation["x-switched-off"] is not null).ToList();

        Assert.Equal(requests.Keys.Order(), off.Select(one => one.Name).Order());
        foreach (var (name, operation) in off)
        {
            var (address, text) = requests[name];
            var body = text is null ? null : JsonNode.Parse(text);
            var method = new HttpMethod(name.Split(' ')[0]);
            var status = await admin.StatusAsync(method, address, body);
            Assert.InRange((int)status, 400, 499);
            Assert.NotNull(operation["responses"]![$"{(int)status}"]);
            Assert.Empty(body is null ? [] : new DocumentSchemas(document).Faults(body, DocumentedRequests.RequestOf(operation)));
        }
    }

    [Fact]
    public async Task Anybody_gets_it_and_only_once_while_it_is_the_same()
    {
        using var client = portal.CreateClient();
        using var first = await client.GetAsync("/openapi/v1.json", Cancellation);
        using var again = await client.SendJsonAsync(HttpMethod.Get, "/openapi/v1.json", null, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    private static IEnumerable<(string Name, JsonNode Operation)> Operations(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue } ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private async Task<JsonNode> DocumentAsync()
    {
        using var client = portal.CreateClient();
        return await client.GetJsonAsync("/openapi/v1.json");
    }
}
