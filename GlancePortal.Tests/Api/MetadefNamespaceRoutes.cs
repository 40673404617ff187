using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "api")]
public sealed class MetadefNamespaceRoutesOnSqlite(TrustingPortal portal) : MetadefNamespaceRoutes(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class MetadefNamespaceRoutesOnPostgres(PostgresPortal portal) : MetadefNamespaceRoutes(portal);

/// <summary>glance-behaviour.md, section 20: namespaces of definitions.</summary>
public abstract class MetadefNamespaceRoutes(TrustingPortal portal)
{
    private const string All = """
        { "namespace": "NAME", "display_name": "Shown", "description": "Told", "visibility": "public",
          "resource_type_associations": [ { "name": "OS::Glance::Image", "prefix": "hw_" }, { "name": "OS::Cinder::Volume", "properties_target": "image" } ],
          "properties": { "cores": { "title": "Cores", "type": "integer", "minimum": 1, "default": 2 } },
          "objects": [ { "name": "disk", "required": ["bus"], "properties": { "bus": { "title": "Bus", "type": "string", "enum": ["ide"] } } } ],
          "tags": [ { "name": "one" }, { "name": "two" } ] }
        """;

    [Fact]
    public async Task A_new_namespace_has_the_defaults_and_nothing_that_was_not_said()
    {
        using var admin = portal.Client("admin", "p1");
        var name = NewName();
        using var answer = await admin.SendJsonAsync(HttpMethod.Post, MetadefRequests.Root, new JsonObject { ["namespace"] = name });

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"/v2/metadefs/namespaces/{name}", answer.Headers.Location?.OriginalString);
        var body = (await answer.JsonAsync()).AsObject();
        Assert.Equal(
            ["created_at", "namespace", "owner", "protected", "schema", "self", "updated_at", "visibility"], body.Select(member => member.Key).Order());
        Assert.Equal(("private", "p1", false), ((string?)body["visibility"], (string?)body["owner"], (bool)body["protected"]!));
        Assert.Equal($"/v2/metadefs/namespaces/{name}", (string?)body["self"]);
        Assert.Equal("/v2/schemas/metadefs/namespace", (string?)body["schema"]);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$", (string?)body["created_at"]);
        Assert.Equal(body.ToJsonString(), (await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}")).ToJsonString());
    }

    [Fact]
    public async Task What_is_embedded_is_made_too_and_shown()
    {
        using var admin = portal.Client("admin");
        var name = NewName();
        using var answer = await admin.SendTextAsync(HttpMethod.Post, MetadefRequests.Root, All.Replace("NAME", name, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);

        var shown = await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}");

        Assert.Equal((await answer.JsonAsync()).ToJsonString(), shown.ToJsonString());
        Assert.Equal("""{"title":"Cores","type":"integer","minimum":1,"default":"2"}""", shown["properties"]!["cores"]!.ToJsonString());
        Assert.Equal("hw_", (string?)shown["resource_type_associations"]![0]!["prefix"]);
        Assert.Equal("image", (string?)shown["resource_type_associations"]![1]!["properties_target"]);
        Assert.Equal("""["bus"]""", shown["objects"]![0]!["required"]!.ToJsonString());
        Assert.Equal($"/v2/metadefs/namespaces/{name}/objects/disk", (string?)shown["objects"]![0]!["self"]);
        Assert.Equal("""[{"name":"one"},{"name":"two"}]""", shown["tags"]!.ToJsonString());
    }

    [Theory]
    [InlineData("OS::Glance::Image", "hw_")]
    [InlineData("OS::Cinder::Volume", "")]
    [InlineData("OS::Nova::Flavor", "")]
    public async Task Shown_for_a_type_of_resources_properties_have_its_prefix(string type, string prefix)
    {
        using var admin = portal.Client("admin");
        var name = NewName();
        (await admin.SendTextAsync(HttpMethod.Post, MetadefRequests.Root, All.Replace("NAME", name, StringComparison.Ordinal))).Dispose();

        var shown = await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}?resource_type={type}");

        Assert.Equal([$"{prefix}cores"], shown["properties"]!.AsObject().Select(member => member.Key));
        Assert.Equal([$"{prefix}bus"], shown["objects"]![0]!["properties"]!.AsObject().Select(member => member.Key));
        Assert.Equal($"""["{prefix}bus"]""", shown["objects"]![0]!["required"]!.ToJsonString());
    }

    [Fact]
    public async Task A_put_replaces_the_fields_and_leaves_what_is_inside()
    {
        using var admin = portal.Client("admin", "p2");
        var (name, other) = (NewName(), NewName());
        (await admin.SendTextAsync(HttpMethod.Post, MetadefRequests.Root, All.Replace("NAME", name, StringComparison.Ordinal))).Dispose();
        using var answer = await admin.SendJsonAsync(HttpMethod.Put, $"{MetadefRequests.Root}/{name}", new JsonObject
        {
            ["namespace"] = other, ["protected"] = true, ["owner"] = "p3", ["tags"] = new JsonArray(),
        });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = (await answer.JsonAsync()).AsObject();
        Assert.Equal(
            ["created_at", "namespace", "owner", "protected", "schema", "self", "updated_at", "visibility"], body.Select(member => member.Key).Order());
        Assert.Equal((other, "private", "p3", true), ((string?)body["namespace"], (string?)body["visibility"], (string?)body["owner"], (bool)body["protected"]!));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}"));
        Assert.Equal(2, (await admin.GetJsonAsync($"{MetadefRequests.Root}/{other}"))["tags"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_name_is_taken_for_all_projects_and_who_does_not_see_it_finds_nothing()
    {
        using var owner = portal.Client("admin", "p4");
        using var stranger = portal.Client("member", "p5");
        using var colleague = portal.Client("reader", "p4");
        var (name, other) = (await owner.CreateNamespaceAsync(), await owner.CreateNamespaceAsync());
        using var otherAdmin = portal.Client("admin", "p5");

        Assert.Equal(HttpStatusCode.Conflict, await otherAdmin.StatusAsync(HttpMethod.Post, MetadefRequests.Root, new JsonObject { ["namespace"] = name }));
        Assert.Equal(HttpStatusCode.Conflict, await owner.StatusAsync(HttpMethod.Put, $"{MetadefRequests.Root}/{name}", new JsonObject { ["namespace"] = other }));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}"));
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/{name}"));
        Assert.Equal(HttpStatusCode.OK, await colleague.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}"));
    }

    [Fact]
    public async Task Only_an_administrator_writes_and_only_a_reader_reads()
    {
        using var admin = portal.Client("admin");
        using var member = portal.Client("member");
        using var guest = portal.Client("guest");
        var name = await admin.CreateNamespaceAsync(""", "visibility": "public" """);

        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Post, MetadefRequests.Root, new JsonObject { ["namespace"] = NewName() }));
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Put, $"{MetadefRequests.Root}/{name}", new JsonObject { ["namespace"] = name }));
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/{name}"));
        Assert.Equal(HttpStatusCode.OK, await member.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}"));
        Assert.Equal(HttpStatusCode.NotFound, await guest.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}"));
        Assert.Equal(HttpStatusCode.Forbidden, await guest.StatusAsync(HttpMethod.Get, MetadefRequests.Root));
        using var nobody = portal.CreateClient();
        Assert.Equal(HttpStatusCode.Unauthorized, await nobody.StatusAsync(HttpMethod.Get, MetadefRequests.Root));
    }

    [Fact]
    public async Task Deleting_takes_what_is_inside_unless_the_namespace_is_protected()
    {
        using var admin = portal.Client("admin");
        var name = NewName();
        (await admin.SendTextAsync(HttpMethod.Post, MetadefRequests.Root, All.Replace("NAME", name, StringComparison.Ordinal))).Dispose();
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync(HttpMethod.Put, $"{MetadefRequests.Root}/{name}", new JsonObject { ["namespace"] = name, ["protected"] = true }));
        foreach (var path in new[] { "", "/properties", "/properties/cores", "/objects", "/objects/disk", "/tags", "/tags/one", "/resource_types/OS::Glance::Image" })
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await admin.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/{name}{path}")));
        }

        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync(HttpMethod.Put, $"{MetadefRequests.Root}/{name}", new JsonObject { ["namespace"] = name }));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/{name}"));

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{name}/objects"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"{MetadefRequests.Root}/{name}"));
        Assert.Equal(name, await admin.CreateNamespaceAsync(name: name));
        Assert.Empty((await admin.GetJsonAsync($"{MetadefRequests.Root}/{name}/tags"))["tags"]!.AsArray());
    }

    [Theory]
    [InlineData("""{ }""", HttpStatusCode.BadRequest)]
    [InlineData("""[ ]""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": 1 }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "colour": "red" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "visibility": "shared" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "protected": "yes" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x\ud83d\ude00" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "description": "\u0000" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "namespace": "y" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "properties": { "p": { "title": "P" } } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "properties": { "p": { "title": "P", "type": "text" } } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "properties": { "p": { "title": "P", "type": "string", "colour": "red" } } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "objects": [ { "name": "o", "properties": { "p": { "title": "P", "type": "string", "colour": "red" } } } ] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "properties": { "p": { "title": "P", "type": null } } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "properties": { "p": { "title": "P", "type": "string", "minLength": -1 } } }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "objects": [ { "description": "no name" } ] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "objects": [ { "name": "o", "required": ["a", "a"] } ] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "namespace": "x", "tags": [ { "name": "a" }, { "name": "A" } ] }""", HttpStatusCode.Conflict)]
    [InlineData("""{ "namespace": "x", "created_at": "2026-01-01T00:00:00Z" }""", HttpStatusCode.Forbidden)]
    [InlineData("""{ "namespace": "x", "updated_at": 1 }""", HttpStatusCode.Forbidden)]
    [InlineData("""{ "namespace": "x", "self": "/" }""", HttpStatusCode.Forbidden)]
    [InlineData("""{ "namespace": "x", "schema": "/" }""", HttpStatusCode.Forbidden)]
    public async Task A_body_that_breaks_a_rule_is_refused_and_makes_nothing(string body, HttpStatusCode status)
    {
        using var admin = portal.Client("admin");
        using var answer = await admin.SendTextAsync(HttpMethod.Post, MetadefRequests.Root, body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/x"));
    }

    [Theory]
    [InlineData("created_at", HttpStatusCode.Forbidden)]
    [InlineData("updated_at", HttpStatusCode.Forbidden)]
    [InlineData("self", HttpStatusCode.Forbidden)]
    [InlineData("schema", HttpStatusCode.Forbidden)]
    [InlineData("colour", HttpStatusCode.BadRequest)]
    public async Task A_put_takes_no_more_than_a_post(string member, HttpStatusCode status)
    {
        using var admin = portal.Client("admin");
        var name = await admin.CreateNamespaceAsync();

        Assert.Equal(status, await admin.StatusAsync(HttpMethod.Put, $"{MetadefRequests.Root}/{name}", new JsonObject { ["namespace"] = name, [member] = "/" }));
        Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync(HttpMethod.Put, $"{MetadefRequests.Root}/{name}", new JsonObject()));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Put, $"{MetadefRequests.Root}/none", new JsonObject { ["namespace"] = NewName() }));
    }

    [Theory]
    [InlineData("namespace", 80)]
    [InlineData("display_name", 80)]
    [InlineData("description", 500)]
    [InlineData("owner", 255)]
    public async Task A_text_may_have_so_many_characters_and_no_more(string field, int longest)
    {
        using var admin = portal.Client("admin");
        JsonObject Body(int length) => new() { ["namespace"] = NewName(), [field] = NewName().PadRight(length, 'é') };

        Assert.Equal(HttpStatusCode.Created, await admin.StatusAsync(HttpMethod.Post, MetadefRequests.Root, Body(longest)));
        Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync(HttpMethod.Post, MetadefRequests.Root, Body(longest + 1)));
    }

    [Fact]
    public async Task A_list_shows_the_newest_first_by_pages_that_follow_a_name()
    {
        using var admin = portal.Client("admin");
        var mark = NewName();
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            names.Insert(0, await admin.CreateNamespaceAsync($$""", "resource_type_associations": [ { "name": "{{mark}}" } ] """, $"{mark} {i}"));
        }

        var list = $"{MetadefRequests.Root}?resource_types={mark}";
        var seen = new List<string>();
        var next = $"{list}&limit=2";
        while (next is not null)
        {
            var page = await admin.GetJsonAsync(next);
            Assert.Equal($"{list}&limit=2", (string?)page["first"]);
            Assert.Equal("/v2/schemas/metadefs/namespaces", (string?)page["schema"]);
            seen.AddRange(page.NamesOf("namespaces", "namespace"));
            next = (string?)page["next"];
        }

        Assert.Equal(names, seen);
        Assert.Equal(names.Order(), (await admin.GetJsonAsync($"{list}&sort_key=namespace&sort_dir=asc")).NamesOf("namespaces", "namespace"));
        Assert.Empty((await admin.GetJsonAsync($"{MetadefRequests.Root}?limit=0"))["namespaces"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}?marker=none"));
    }

    [Fact]
    public async Task A_list_has_what_the_caller_sees_and_asks_for()
    {
        var (mark, theirs) = (NewName(), NewName());
        using var admin = portal.Client("admin");
        using var stranger = portal.Client("reader", theirs);
        await admin.CreateNamespaceAsync($$""", "visibility": "public", "resource_type_associations": [ { "name": "A{{mark}}" }, { "name": "B{{mark}}" } ] """, $"public {mark}");
        await admin.CreateNamespaceAsync($$""", "resource_type_associations": [ { "name": "B{{mark}}" } ] """, $"private {mark}");
        await admin.CreateNamespaceAsync($$""", "owner": "{{theirs}}", "resource_type_associations": [ { "name": "B{{mark}}" } ] """, $"theirs {mark}");

        Assert.Equal(["theirs", "public", "private"], await SeenAsync(admin, $"resource_types=B{mark},none&sort_key=namespace&sort_dir=desc"));
        Assert.Equal(["public", "theirs"], await SeenAsync(stranger, $"resource_types=B{mark}&sort_key=namespace&sort_dir=asc"));
        Assert.Equal(["theirs"], await SeenAsync(stranger, "visibility=private"));
        Assert.Equal(["public"], await SeenAsync(stranger, $"visibility=public&resource_types=B{mark}"));
        var one = await admin.GetJsonAsync($"{MetadefRequests.Root}?resource_types=A{mark}");
        Assert.Equal([$"A{mark}", $"B{mark}"], one["namespaces"]!.AsArray().Single()!.NamesOf("resource_type_associations"));

        async Task<IEnumerable<string>> SeenAsync(HttpClient client, string query) =>
            (await client.GetJsonAsync($"{MetadefRequests.Root}?{query}")).NamesOf("namespaces", "namespace").Select(name => name.Split(' ')[0]);
    }

    [Theory]
    [InlineData("visibility=shared")]
    [InlineData("limit=x")]
    [InlineData("limit=-1")]
    [InlineData("sort_key=colour")]
    [InlineData("sort_dir=up")]
    [InlineData("marker=%00")]
    public async Task A_query_that_means_nothing_is_400(string query)
    {
        using var client = portal.Client();

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}?{query}"));
    }

    [Theory]
    [InlineData("PATCH", "", "GET, POST")]
    [InlineData("POST", "/x", "DELETE, GET, PUT")]
    [InlineData("PUT", "/x/properties", "DELETE, GET, POST")]
    [InlineData("POST", "/x/properties/p", "DELETE, GET, PUT")]
    [InlineData("PUT", "/x/objects", "DELETE, GET, POST")]
    [InlineData("POST", "/x/objects/o", "DELETE, GET, PUT")]
    [InlineData("PUT", "/x/tags", "DELETE, GET, POST")]
    [InlineData("PATCH", "/x/tags/t", "DELETE, GET, POST, PUT")]
    [InlineData("DELETE", "/x/resource_types", "GET, POST")]
    [InlineData("GET", "/x/resource_types/r", "DELETE")]
    public async Task A_wrong_method_is_405_with_the_right_ones(string method, string path, string allowed)
    {
        using var client = portal.Client();
        using var answer = await client.SendJsonAsync(new HttpMethod(method), MetadefRequests.Root + path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order()));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/x")]
    [InlineData("DELETE", "/x")]
    [InlineData("GET", "/x/properties/p")]
    [InlineData("DELETE", "/x/objects")]
    [InlineData("POST", "/x/tags/t")]
    [InlineData("DELETE", "/x/resource_types/r")]
    public async Task A_body_where_none_belongs_is_400(string method, string path)
    {
        using var client = portal.Client("admin");
        using var answer = await client.SendTextAsync(new HttpMethod(method), MetadefRequests.Root + path, "{}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static string NewName() => Guid.NewGuid().ToString("N");
}
