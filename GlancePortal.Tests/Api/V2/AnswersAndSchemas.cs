using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class AnswersAndSchemasOnSqlite(TrustingPortal portal) : AnswersAndSchemas(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class AnswersAndSchemasOnPostgres(PostgresPortal portal) : AnswersAndSchemas(portal);

/// <summary>What is served is what its schema and the document say: glance-behaviour.md, section 21.</summary>
public abstract class AnswersAndSchemas(TrustingPortal portal) : IAsyncLifetime
{
    private const string Metadefs = "metadefs/";
    private readonly Furniture _furniture = new(portal);

    public ValueTask InitializeAsync() => _furniture.MakeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    public static TheoryData<string, string> Answers => new()
    {
        { "image", "/v2/images/{empty}" },
        { "image", "/v2/images/{active}" },
        { "image", "/v2/images/{full}" },
        { "images", "/v2/images?limit=1&owner={project}" },
        { "images", "/v2/images?os_hidden=true&visibility=all&owner={project}" },
        { "member", "/v2/images/{active}/members/somebody" },
        { "members", "/v2/images/{active}/members" },
        { "tasks", "/v2/tasks" },
        { "tasks", "/v2/images/{active}/tasks" },
        { "metadefs/namespace", "/v2/metadefs/namespaces/{space}" },
        { "metadefs/namespace", "/v2/metadefs/namespaces/{space}?resource_type=OS::Glance::Image" },
        { "metadefs/namespaces", "/v2/metadefs/namespaces?limit=1" },
        { "metadefs/property", "/v2/metadefs/namespaces/{space}/properties/cores" },
        { "metadefs/properties", "/v2/metadefs/namespaces/{space}/properties" },
        { "metadefs/object", "/v2/metadefs/namespaces/{space}/objects/disk" },
        { "metadefs/objects", "/v2/metadefs/namespaces/{space}/objects?limit=1" },
        { "metadefs/tag", "/v2/metadefs/namespaces/{space}/tags/one" },
        { "metadefs/tags", "/v2/metadefs/namespaces/{space}/tags?limit=1" },
        { "metadefs/resource_types", "/v2/metadefs/namespaces/{space}/resource_types" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_is_answered_fits(string schema, string address)
    {
        using var admin = _furniture.Admin();

        var answer = await admin.SendDocumentedAsync(await portal.DocumentAsync(), HttpMethod.Get, _furniture.Filled(address));

        Require(schema, await admin.GetJsonAsync($"/v2/schemas/{schema}"), answer);
    }

    [Fact]
    public void Every_schema_is_held_against_an_answer()
    {
        var served = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(route => route.RoutePattern.RawText!).Where(path => path.StartsWith("/v2/schemas/", StringComparison.Ordinal))
            .SelectMany(path => MetadefSchemas.Published.Keys.Select(name => path.Replace("{name}", name, StringComparison.Ordinal)))
            .Select(path => path["/v2/schemas/".Length..]).Distinct();

        // Nothing answers with a single one of these: there is no task, and no address for one type of resources of a namespace but to add it.
        Assert.Equal(
            served.Except(["task", "metadefs/resource_type"]).Order(StringComparer.Ordinal),
            Answers.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/v2/images", """{ "name": "x", "tags": ["t"], "own": "property" }""", HttpStatusCode.Created)]
    [InlineData("POST", "/v2/images/{empty}/members", """{ "member": "another" }""")]
    [InlineData("PUT", "/v2/images/{active}/members/somebody", """{ "status": "accepted" }""")]
    [InlineData("POST", "/v2/metadefs/namespaces", Furniture.Space, HttpStatusCode.Created)]
    [InlineData("PUT", "/v2/metadefs/namespaces/{other}", """{ "namespace": "{other}", "display_name": "D" }""")]
    [InlineData("POST", "/v2/metadefs/namespaces/{other}/properties", """{ "name": "p", "title": "P", "type": "integer", "minimum": 1, "minLength": 0 }""", HttpStatusCode.Created)]
    [InlineData("PUT", "/v2/metadefs/namespaces/{space}/properties/cores", """{ "name": "cores", "title": "C", "type": "string", "enum": ["1"] }""")]
    [InlineData("POST", "/v2/metadefs/namespaces/{other}/objects", """{ "name": "o", "required": ["p"], "properties": { "p": { "title": "P", "type": "boolean" } } }""", HttpStatusCode.Created)]
    [InlineData("PUT", "/v2/metadefs/namespaces/{space}/objects/disk", """{ "name": "disk", "description": "D" }""")]
    [InlineData("POST", "/v2/metadefs/namespaces/{other}/tags", """{ "tags": [ { "name": "t" } ] }""", HttpStatusCode.Created)]
    [InlineData("POST", "/v2/metadefs/namespaces/{space}/tags/three", null, HttpStatusCode.Created)]
    [InlineData("PUT", "/v2/metadefs/namespaces/{space}/tags/one", """{ "name": "ONE" }""")]
    [InlineData("POST", "/v2/metadefs/namespaces/{other}/resource_types", """{ "name": "r", "prefix": "p_" }""", HttpStatusCode.Created, "metadefs/resource_type")]
    public async Task What_is_sent_and_answered_fits(string method, string address, string? body, HttpStatusCode status = HttpStatusCode.OK, string? schema = null)
    {
        using var admin = _furniture.Admin();

        var answer = await admin.SendDocumentedAsync(
            await portal.DocumentAsync(), new HttpMethod(method), _furniture.Filled(address), body is null ? null : JsonNode.Parse(_furniture.Filled(body)), status);

        if (schema is not null)
        {
            Require(schema, await admin.GetJsonAsync($"/v2/schemas/{schema}"), answer);
        }
    }

    [Theory]
    [InlineData("image", "images")]
    [InlineData("member", "members")]
    [InlineData("task", "tasks")]
    public async Task A_list_is_of_what_one_of_it_is(string one, string many)
    {
        using var client = portal.Client("reader");

        var list = await client.GetJsonAsync($"/v2/schemas/{many}");

        Assert.Equal(many, list["name"]!.ToString());
        Assert.True(JsonNode.DeepEquals(await client.GetJsonAsync($"/v2/schemas/{one}"), list["properties"]![many]!["items"]));
        Assert.Equal(["first", "next", "describedby"], list["links"]!.AsArray().Select(link => link!["rel"]!.ToString()));
    }

    [Theory]
    [InlineData("member", "member_id", "5")]
    [InlineData("member", "status", "\"perhaps\"")]
    [InlineData("member", "image_id", "\"none\"")]
    [InlineData("member", "can_share", "true")]
    [InlineData("image", "size", "\"1\"")]
    [InlineData("image", "checksum", "\"d41d8cd98f00b204e9800998ecf8427e0\"")]
    [InlineData("image", "anything", "1")]
    [InlineData("image", "tags", "[1]")]
    [InlineData("task", "status", "\"done\"")]
    [InlineData("task", "input", "[]")]
    public async Task A_wrong_answer_would_be_found(string resource, string field, string value)
    {
        using var client = portal.Client();
        var schema = await client.GetJsonAsync($"/v2/schemas/{resource}");

        Assert.Single(SchemaCheck.Faults(schema, new JsonObject { [field] = JsonNode.Parse(value) }));
    }

    // Those of definitions are in words that only what checks their bodies knows too.
    private static void Require(string name, JsonNode schema, JsonNode answer)
    {
        if (name.StartsWith(Metadefs, StringComparison.Ordinal))
        {
            new JsonSchema(JsonSerializer.SerializeToElement(schema)).Require(JsonSerializer.SerializeToElement(answer));
        }
        else
        {
            Assert.Empty(SchemaCheck.Faults(schema, answer));
        }
    }
}
