using System.Net;
using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "api")]
public sealed class MetadefStockOnSqlite(MetadefStockOnSqlite.StockedPortal portal) : MetadefStockOverHttp(portal), IClassFixture<MetadefStockOnSqlite.StockedPortal>
{
    public sealed class StockedPortal : TrustingPortal
    {
        public StockedPortal() => Stock(this);
    }
}

[Trait("Suite", "api")]
public sealed class MetadefStockOnPostgres(MetadefStockOnPostgres.StockedPortal portal) : MetadefStockOverHttp(portal), IClassFixture<MetadefStockOnPostgres.StockedPortal>
{
    public sealed class StockedPortal : PostgresPortal
    {
        public StockedPortal() => Stock(this);
    }
}

/// <summary>glance-behaviour.md, sections 20 and 21: the stock definitions, and the schemas that real answers keep.</summary>
public abstract class MetadefStockOverHttp(TrustingPortal portal)
{
    private static readonly string[] Kinds = ["namespace", "object", "property", "resource_type", "tag"];

    [Fact]
    public async Task A_first_start_loads_them_and_a_reader_sees_them()
    {
        using var reader = portal.Client("reader");

        var list = await reader.GetJsonAsync($"{MetadefRequests.Root}?limit=1000&sort_key=namespace&sort_dir=asc");
        var types = await reader.GetJsonAsync("/v2/metadefs/resource_types");

        Assert.Equal(33, list["namespaces"]!.AsArray().Count);
        Assert.Equal("CIM::ProcessorAllocationSettingData", list.NamesOf("namespaces", "namespace").First());
        Assert.Equal(
            ["OS::Cinder::Volume", "OS::Glance::Image", "OS::Nova::Aggregate", "OS::Nova::Flavor", "OS::Nova::Server", "OS::Trove::Instance"],
            types.NamesOf("resource_types").Order(StringComparer.Ordinal));
        Assert.Equal(21, (await reader.GetJsonAsync($"{MetadefRequests.Root}?limit=1000&resource_types=OS::Glance::Image"))["namespaces"]!.AsArray().Count);
        Assert.Equal(25, (await reader.GetJsonAsync(MetadefRequests.Root))["namespaces"]!.AsArray().Count);
        var topology = await reader.GetJsonAsync($"{MetadefRequests.Root}/OS::Compute::VirtCPUTopology?resource_type=OS::Nova::Flavor");
        Assert.Contains("hw:cpu_sockets", topology["properties"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task Every_schema_is_published()
    {
        using var reader = portal.Client("reader");
        foreach (var name in new[] { "namespace", "namespaces", "resource_type", "resource_types", "property", "properties", "object", "objects", "tag", "tags" })
        {
            var schema = await reader.GetJsonAsync($"/v2/schemas/metadefs/{name}");
            Assert.Equal(name.StartsWith("resource", StringComparison.Ordinal) ? name.Replace("type", "type_association", StringComparison.Ordinal) : name, (string?)schema["name"]);
            Assert.Equal(name[^1] == 's' && name != "namespace", schema["links"] is not null);
        }

        Assert.Equal(80, (int)(await reader.GetJsonAsync("/v2/schemas/metadefs/namespace"))["properties"]!["namespace"]!["maxLength"]!);
        Assert.Equal("""["title","type"]""", (await reader.GetJsonAsync("/v2/schemas/metadefs/properties"))["properties"]!["properties"]!["additionalProperties"]!["required"]!.ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync(HttpMethod.Get, "/v2/schemas/metadefs/none"));
        using var nobody = portal.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, await nobody.StatusAsync(HttpMethod.Get, "/v2/schemas/metadefs/tag"));
    }

    [Fact]
    public async Task Every_answer_keeps_its_schema()
    {
        using var admin = portal.Client("admin");
        var schemas = new Dictionary<string, JsonSchema>();
        foreach (var kind in Kinds)
        {
            schemas[kind] = new JsonSchema(Element(await admin.GetJsonAsync($"/v2/schemas/metadefs/{kind}")));
        }

        await admin.CreateNamespaceAsync(""", "tags": [ { "name": "t" } ] """, "tagged");
        foreach (var name in (await admin.GetJsonAsync($"{MetadefRequests.Root}?limit=1000")).NamesOf("namespaces", "namespace"))
        {
            var shown = await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}");
            schemas["namespace"].Require(Element(shown));
            foreach (var part in (await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}/objects"))["objects"]!.AsArray())
            {
                schemas["object"].Require(Element(part!));
            }

            foreach (var part in (await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}/resource_types"))["resource_type_associations"]!.AsArray())
            {
                schemas["resource_type"].Require(Element(part!));
            }

            if (shown["properties"]?.AsObject().First().Key is { } property)
            {
                schemas["property"].Require(Element(await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}/properties/{property}")));
            }
        }

        schemas["tag"].Require(Element(await admin.GetJsonAsync($"{MetadefRequests.Root}/tagged/tags/t")));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/tagged"));
        Assert.Throws<InvalidInputException>(() => schemas["tag"].Require(Element(new System.Text.Json.Nodes.JsonObject { ["name"] = 1 })));
    }

    private static JsonElement Element(System.Text.Json.Nodes.JsonNode json) => JsonSerializer.SerializeToElement(json);

    protected static void Stock(TrustingPortal portal) => portal.Settings["Metadefs:LoadStock"] = "true";
}
