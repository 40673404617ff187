using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "api")]
public sealed class MetadefContentRoutesOnSqlite(TrustingPortal portal) : MetadefContentRoutes(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class MetadefContentRoutesOnPostgres(PostgresPortal portal) : MetadefContentRoutes(portal);

/// <summary>glance-behaviour.md, section 20: properties, objects, tags and types of resources of a namespace.</summary>
public abstract class MetadefContentRoutes(TrustingPortal portal)
{
    private const string Property = """{ "name": "cores", "title": "Cores", "type": "integer", "minimum": 1, "default": 2, "operators": ["<or>"] }""";
    private const string Parts =
        """, "properties": { "p": { "title": "P", "type": "string" } }, "objects": [ { "name": "o" } ], "tags": [ { "name": "t" } ], "resource_type_associations": [ { "name": "r" } ] """;

    private const string Object = """{ "name": "disk", "description": "D", "required": ["bus"], "properties": { "bus": { "title": "Bus", "type": "string" } } }""";

    [Fact]
    public async Task A_property_is_made_shown_replaced_and_deleted()
    {
        using var admin = portal.Client("admin");
        var path = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync()}/properties";
        var made = await BodyAsync(admin, HttpMethod.Post, path, Property, HttpStatusCode.Created);

        // Whatever the type, a default is a text, as Glance's clients know it.
        Assert.Equal("""{"name":"cores","title":"Cores","type":"integer","minimum":1,"default":"2","operators":["<or>"]}""", Plain(made));
        Assert.Equal(Plain(made), Plain(await admin.GetJsonAsync($"{path}/cores")));
        Assert.Equal(Plain(made), Plain((await admin.GetJsonAsync(path))["properties"]!["cores"]!));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin, HttpMethod.Post, path, Property));

        var replaced = await BodyAsync(admin, HttpMethod.Put, $"{path}/cores", """{ "name": "threads", "title": "T", "type": "string" }""", HttpStatusCode.OK);
        Assert.Equal("""{"name":"threads","title":"T","type":"string"}""", Plain(replaced));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{path}/cores"));
        Assert.Equal(HttpStatusCode.Created, await StatusAsync(admin, HttpMethod.Post, path, Property));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin, HttpMethod.Put, $"{path}/threads", Property));

        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"{path}/threads"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"{path}/threads"));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, path));
        Assert.Equal("""{"properties":{}}""", (await admin.GetJsonAsync(path)).ToJsonString());
    }

    [Fact]
    public async Task A_property_is_found_under_its_prefixed_name_of_a_type_of_resources()
    {
        using var admin = portal.Client("admin");
        var name = await admin.CreateNamespaceAsync(
            """, "resource_type_associations": [ { "name": "Image", "prefix": "hw_" }, { "name": "Bare" } ], "properties": { "cores": { "title": "C", "type": "integer" } } """);
        var path = $"{MetadefRequests.Root}/{name}/properties";

        Assert.Equal("cores", (string?)(await admin.GetJsonAsync($"{path}/hw_cores?resource_type=Image"))["name"]);
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{path}/cores?resource_type=Image"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{path}/cores?resource_type=Bare"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{path}/hw_cores?resource_type=None"));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync(HttpMethod.Get, $"{path}/cores"));
    }

    [Fact]
    public async Task An_object_is_made_shown_replaced_and_deleted()
    {
        using var admin = portal.Client("admin");
        var name = await admin.CreateNamespaceAsync();
        var path = $"{MetadefRequests.Root}/{name}/objects";
        var made = (await BodyAsync(admin, HttpMethod.Post, path, Object, HttpStatusCode.Created)).AsObject();

        Assert.Equal(
            ["created_at", "description", "name", "properties", "required", "schema", "self", "updated_at"], made.Select(member => member.Key).Order());
        Assert.Equal(($"{path}/disk", "/v2/schemas/metadefs/object"), ((string?)made["self"], (string?)made["schema"]));
        Assert.Equal(Plain(made), Plain(await admin.GetJsonAsync($"{path}/disk")));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin, HttpMethod.Post, path, Object));

        var replaced = await BodyAsync(admin, HttpMethod.Put, $"{path}/disk", """{ "name": "nic" }""", HttpStatusCode.OK);
        Assert.Equal(("nic", "[]", "{}"), ((string?)replaced["name"], replaced["required"]!.ToJsonString(), replaced["properties"]!.ToJsonString()));
        Assert.False(replaced.AsObject().ContainsKey("description"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{path}/disk"));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"{path}/nic"));
        Assert.Equal(HttpStatusCode.Created, await StatusAsync(admin, HttpMethod.Post, path, Object));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, path));
        Assert.Empty((await admin.GetJsonAsync(path))["objects"]!.AsArray());
    }

    [Fact]
    public async Task Objects_and_tags_come_all_at_once_or_by_pages()
    {
        using var admin = portal.Client("admin");
        var numbers = Enumerable.Range(0, 30).Select(i => $$"""{ "name": "n{{i:00}}" }""");
        var name = await admin.CreateNamespaceAsync($$""", "objects": [ {{string.Join(',', numbers)}} ], "tags": [ {{string.Join(',', numbers)}} ] """);

        foreach (var (list, last) in new[] { ("objects", "n02"), ("tags", "n27") })
        {
            var path = $"{MetadefRequests.Root}/{name}/{list}";
            var all = await admin.GetJsonAsync(path);
            Assert.Equal(30, all[list]!.AsArray().Count);
            Assert.Equal((path, $"/v2/schemas/metadefs/{list}", null), ((string?)all["first"], (string?)all["schema"], (string?)all["next"]));
            var page = await admin.GetJsonAsync($"{path}?limit=3");
            Assert.Equal($"{path}?limit=3&marker={last}", (string?)page["next"]);
            Assert.Equal(3, (await admin.GetJsonAsync($"{path}?limit=3&marker={last}"))[list]!.AsArray().Count);
            Assert.Equal("n29", (await admin.GetJsonAsync($"{path}?sort_key=name&sort_dir=desc&limit=1")).NamesOf(list).Single());
            Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{path}?marker=none"));
            Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync(HttpMethod.Get, $"{path}?sort_key=owner"));
        }
    }

    [Fact]
    public async Task A_tag_is_made_shown_renamed_and_deleted_without_regard_to_case()
    {
        using var admin = portal.Client("admin");
        var path = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync()}/tags";
        using var answer = await admin.SendJsonAsync(HttpMethod.Post, $"{path}/LTS");
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        var tag = (await admin.GetJsonAsync($"{path}/lts")).AsObject();
        Assert.Equal(["created_at", "name", "updated_at"], tag.Select(member => member.Key).Order());
        Assert.Equal("LTS", (string?)tag["name"]);
        Assert.Equal(HttpStatusCode.Conflict, await admin.StatusAsync(HttpMethod.Post, $"{path}/lts"));
        Assert.Equal("lts", (string?)(await BodyAsync(admin, HttpMethod.Put, $"{path}/LTS", """{ "name": "lts" }""", HttpStatusCode.OK))["name"]);
        Assert.Equal(HttpStatusCode.Created, await admin.StatusAsync(HttpMethod.Post, $"{path}/old"));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin, HttpMethod.Put, $"{path}/old", """{ "name": "LTS" }"""));
        Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync(HttpMethod.Post, $"{path}/{new string('x', 81)}"));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"{path}/LTS"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"{path}/LTS"));
    }

    [Fact]
    public async Task Several_tags_replace_all_or_are_appended_and_a_twin_changes_nothing()
    {
        using var admin = portal.Client("admin");
        var path = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync(""", "tags": [ { "name": "first" } ] """)}/tags";

        Assert.Equal("""{"tags":[{"name":"a"},{"name":"b"}]}""", Plain(await BodyAsync(admin, HttpMethod.Post, path, """{ "tags": [ { "name": "a" }, { "name": "b" } ] }""", HttpStatusCode.Created)));
        Assert.Equal(["a", "b"], (await admin.GetJsonAsync(path)).NamesOf("tags").Order());
        using var appended = await admin.SendJsonAsync(
            HttpMethod.Post, path, JsonNode.Parse("""{ "tags": [ { "name": "c" } ] }"""), ("X-Openstack-Append", "True"));
        Assert.Equal(HttpStatusCode.Created, appended.StatusCode);
        using var twin = await admin.SendJsonAsync(
            HttpMethod.Post, path, JsonNode.Parse("""{ "tags": [ { "name": "d" }, { "name": "A" } ] }"""), ("X-Openstack-Append", "true"));
        Assert.Equal(HttpStatusCode.Conflict, twin.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin, HttpMethod.Post, path, """{ "tags": [ { "name": "d" }, { "name": "d" } ] }"""));
        Assert.Equal(["a", "b", "c"], (await admin.GetJsonAsync(path)).NamesOf("tags").Order());
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, path));
        Assert.Empty((await admin.GetJsonAsync(path))["tags"]!.AsArray());
    }

    [Fact]
    public async Task An_association_makes_its_type_known_and_the_type_outlives_it()
    {
        using var admin = portal.Client("admin");
        var type = $"OS::{Guid.NewGuid():N}";
        var path = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync()}/resource_types";
        var body = $$"""{ "name": "{{type}}", "prefix": "p_", "properties_target": "image" }""";
        var made = (await BodyAsync(admin, HttpMethod.Post, path, body, HttpStatusCode.Created)).AsObject();

        Assert.Equal(["created_at", "name", "prefix", "properties_target", "updated_at"], made.Select(member => member.Key).Order());
        Assert.Equal(Plain(made), Plain((await admin.GetJsonAsync(path))["resource_type_associations"]!.AsArray().Single()!));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(admin, HttpMethod.Post, path, body));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"{path}/{type}"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"{path}/{type}"));
        using var reader = portal.Client("reader");
        var known = (await reader.GetJsonAsync("/v2/metadefs/resource_types"))["resource_types"]!.AsArray().Single(one => (string?)one!["name"] == type);
        Assert.Equal(["created_at", "name", "updated_at"], known!.AsObject().Select(member => member.Key).Order());
        using var guest = portal.Client("guest");
        Assert.Equal(HttpStatusCode.Forbidden, await guest.StatusAsync(HttpMethod.Get, "/v2/metadefs/resource_types"));
    }

    [Theory]
    [InlineData("properties", """{ "name": "p", "title": "P" }""", HttpStatusCode.BadRequest)]
    [InlineData("properties", """{ "title": "P", "type": "string" }""", HttpStatusCode.BadRequest)]
    [InlineData("properties", """{ "name": "p", "title": "P", "type": "string", "colour": "red" }""", HttpStatusCode.BadRequest)]
    [InlineData("properties", """{ "name": "p", "title": "P", "type": "string", "maxItems": 1.5 }""", HttpStatusCode.BadRequest)]
    [InlineData("properties", """{ "name": "p", "title": "P", "type": "string", "self": "/" }""", HttpStatusCode.BadRequest)]
    [InlineData("properties", """{ "name": "p", "title": "P", "type": "string", "created_at": "" }""", HttpStatusCode.Forbidden)]
    [InlineData("properties", """{ "name": "p", "title": "P", "type": "string", "schema": "/" }""", HttpStatusCode.BadRequest)]
    [InlineData("objects", """{ "description": "no name" }""", HttpStatusCode.BadRequest)]
    [InlineData("objects", """{ "name": "o", "properties": { "p": { "title": "P", "type": "string", "colour": "red" } } }""", HttpStatusCode.BadRequest)]
    [InlineData("objects", """{ "name": "o", "colour": "red" }""", HttpStatusCode.BadRequest)]
    [InlineData("objects", """{ "name": "o", "properties": { "p": { "type": "string" } } }""", HttpStatusCode.BadRequest)]
    [InlineData("objects", """{ "name": "o", "required": "p" }""", HttpStatusCode.BadRequest)]
    [InlineData("objects", """{ "name": "o", "self": "/" }""", HttpStatusCode.Forbidden)]
    [InlineData("objects", """{ "name": "o", "updated_at": "" }""", HttpStatusCode.Forbidden)]
    [InlineData("tags", """{ "tags": [ { "name": "t", "colour": "red" } ] }""", HttpStatusCode.BadRequest)]
    [InlineData("tags", """{ "tags": [ "t" ] }""", HttpStatusCode.BadRequest)]
    [InlineData("tags", """{ "tags": [], "created_at": "" }""", HttpStatusCode.Forbidden)]
    [InlineData("resource_types", """{ "prefix": "p" }""", HttpStatusCode.BadRequest)]
    [InlineData("resource_types", """{ "name": "r", "prefix": 1 }""", HttpStatusCode.BadRequest)]
    [InlineData("resource_types", """{ "name": "r", "updated_at": "" }""", HttpStatusCode.Forbidden)]
    public async Task A_body_that_breaks_a_rule_is_refused(string list, string body, HttpStatusCode status)
    {
        using var admin = portal.Client("admin");
        var name = await admin.CreateNamespaceAsync();

        Assert.Equal(status, await StatusAsync(admin, HttpMethod.Post, $"{MetadefRequests.Root}/{name}/{list}", body));
    }

    [Theory]
    [InlineData("type", "[\"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"]", "[\"null\", \"text\", null, 1]")]
    [InlineData("title", "[\"\", \"T\"]", "[1, null]")]
    [InlineData("description", "[\"D\"]", "[1, null]")]
    [InlineData("operators", "[[], [\"<or>\", \"<in>\"]]", "[\"<or>\", [1]]")]
    [InlineData("required", "[[\"a\", \"b\"]]", "[\"a\", [1], [\"a\", \"a\"]]")]
    [InlineData("minimum", "[-1.5, 0]", "[\"0\", null]")]
    [InlineData("maximum", "[1e3]", "[\"0\", true]")]
    [InlineData("minLength", "[0, 7]", "[-1, 1.5, \"7\"]")]
    [InlineData("maxLength", "[0, 7]", "[-1, 1.5, \"7\"]")]
    [InlineData("minItems", "[0, 7]", "[-1, 1.5, \"7\"]")]
    [InlineData("maxItems", "[0, 7]", "[-1, 1.5, \"7\"]")]
    [InlineData("pattern", "[\"^[a-z]+$\"]", "[1, null]")]
    [InlineData("enum", "[[], [\"a\", 1, null]]", "[\"a\", {}]")]
    [InlineData("readonly", "[true, false]", "[\"true\", 1, null]")]
    [InlineData("uniqueItems", "[true, false]", "[\"true\", 1]")]
    [InlineData("additionalItems", "[true, false]", "[\"true\", 1]")]
    [InlineData("items", "[{}, { \"type\": \"string\", \"enum\": [\"a\"] }]", "[\"string\", { \"type\": \"text\" }, { \"enum\": \"a\" }]")]
    [InlineData("default", "[\"x\", 1, true, [\"x\"], {}]", "[]")]
    public async Task A_member_of_a_property_has_values_of_its_kind(string member, string right, string wrong)
    {
        using var admin = portal.Client("admin");
        var path = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync()}/properties";
        var number = 0;
        foreach (var (values, status) in new[] { (right, HttpStatusCode.Created), (wrong, HttpStatusCode.BadRequest) })
        {
            foreach (var value in JsonNode.Parse(values)!.AsArray())
            {
                var property = new JsonObject { ["name"] = $"p{number++}", ["title"] = "P", ["type"] = "string" };
                property[member] = value?.DeepClone();
                Assert.Equal((value?.ToJsonString(), status), (value?.ToJsonString(), await admin.StatusAsync(HttpMethod.Post, path, property)));
            }
        }
    }

    [Theory]
    [InlineData("properties", "name", """{ "title": "P", "type": "string" }""")]
    [InlineData("objects", "name", "{}")]
    [InlineData("resource_types", "name", "{}")]
    [InlineData("resource_types", "prefix", """{ "name": "r" }""")]
    [InlineData("resource_types", "properties_target", """{ "name": "r" }""")]
    [InlineData("tags", "name", null)]
    public async Task A_name_may_have_80_characters_and_no_more(string list, string member, string? others)
    {
        using var admin = portal.Client("admin");
        foreach (var (length, status) in new[] { (80, HttpStatusCode.Created), (81, HttpStatusCode.BadRequest) })
        {
            var body = JsonNode.Parse(others ?? "{}")!;
            body[member] = new string('é', length);
            var path = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync()}/{list}";
            Assert.Equal(status, await admin.StatusAsync(HttpMethod.Post, path, others is null ? new JsonObject { ["tags"] = new JsonArray(body) } : body));
        }
    }

    [Theory]
    [InlineData("properties/p", """{ "name": "p", "title": "P", "type": "string" }""")]
    [InlineData("objects/o", """{ "name": "o" }""")]
    [InlineData("tags/t", """{ "name": "t" }""")]
    public async Task A_put_takes_no_more_than_a_post_and_makes_nothing(string part, string body)
    {
        using var admin = portal.Client("admin");
        var path = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync(Parts)}/{part}";
        foreach (var (member, status) in new[] { ("created_at", HttpStatusCode.Forbidden), ("updated_at", HttpStatusCode.Forbidden), ("colour", HttpStatusCode.BadRequest) })
        {
            var changed = JsonNode.Parse(body)!;
            changed[member] = "red";
            Assert.Equal((member, status), (member, await admin.StatusAsync(HttpMethod.Put, path, changed)));
        }

        Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync(HttpMethod.Put, path, new JsonObject()));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin, HttpMethod.Put, path, body));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(admin, HttpMethod.Put, $"{path}none", body));
    }

    [Theory]
    [InlineData("properties", """{ "name": "p", "title": "P", "type": "string" }""")]
    [InlineData("objects", """{ "name": "o" }""")]
    [InlineData("tags", """{ "tags": [] }""")]
    [InlineData("resource_types", """{ "name": "r" }""")]
    public async Task What_is_not_there_is_404(string list, string body)
    {
        using var admin = portal.Client("admin");
        var there = $"{MetadefRequests.Root}/{await admin.CreateNamespaceAsync()}/{list}/none";

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/none/{list}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(admin, HttpMethod.Post, $"{MetadefRequests.Root}/none/{list}", body));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, there));
        if (list != "resource_types")
        {
            Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/none/{list}"));
            Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, there));
        }
    }

    [Fact]
    public async Task What_is_in_a_namespace_is_seen_by_those_who_see_it_and_changed_by_administrators()
    {
        using var admin = portal.Client("admin", "p9");
        using var member = portal.Client("member", "p9");
        using var stranger = portal.Client("member");
        var name = await admin.CreateNamespaceAsync(Parts);

        foreach (var path in new[] { "/properties", "/properties/p", "/objects", "/objects/o", "/tags", "/tags/t", "/resource_types" })
        {
            Assert.Equal((path, HttpStatusCode.OK), (path, await member.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}{path}")));
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await stranger.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}{path}")));
        }

        foreach (var path in new[] { "/properties", "/properties/p", "/objects", "/objects/o", "/tags", "/tags/t", "/resource_types/r" })
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await member.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/{name}{path}")));
            Assert.Equal((path, HttpStatusCode.NotFound), (path, await stranger.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/{name}{path}")));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(member, HttpMethod.Post, $"{MetadefRequests.Root}/{name}/properties", Property));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(member, HttpMethod.Put, $"{MetadefRequests.Root}/{name}/objects/o", Object));
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Post, $"{MetadefRequests.Root}/{name}/tags/u"));
    }

    private static string Plain(JsonNode body) => body.ToJsonString(new System.Text.Json.JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path, string body)
    {
        using var answer = await client.SendTextAsync(method, path, body);
        return answer.StatusCode;
    }

    private static async Task<JsonNode> BodyAsync(HttpClient client, HttpMethod method, string path, string body, HttpStatusCode status)
    {
        using var answer = await client.SendTextAsync(method, path, body);
        Assert.Equal(status, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
