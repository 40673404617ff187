using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Access;

[Trait("Suite", "api")]
public sealed class PropertyProtectionsOnSqlite(PropertyProtectionsOnSqlite.Portal portal) : PropertyProtectionsOverHttp(portal), IClassFixture<PropertyProtectionsOnSqlite.Portal>
{
    public sealed class Portal : TrustingPortal
    {
        public Portal() => Protect(this);
    }
}

[Trait("Suite", "api")]
public sealed class PropertyProtectionsOnPostgres(PropertyProtectionsOnPostgres.Portal portal) : PropertyProtectionsOverHttp(portal), IClassFixture<PropertyProtectionsOnPostgres.Portal>
{
    public sealed class Portal : PostgresPortal
    {
        public Portal() => Protect(this);
    }
}

/// <summary>Protected properties at the doors of an image: glance-behaviour.md, sections 4, 6 and 23.</summary>
public abstract class PropertyProtectionsOverHttp(TrustingPortal portal)
{
    private readonly string _project = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task What_somebody_may_not_see_is_in_no_answer_and_no_filter_of_theirs()
    {
        using var billing = Client("member,billing");
        using var member = Client("member");
        var id = await billing.CreateImageIdAsync("""{ "x_cost": "7", "os_distro": "debian", "visibility": "private" }""");

        // Twice: once from the records, once from what is kept ready.
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("7", (await billing.GetJsonAsync($"/v2/images/{id}"))["x_cost"]?.ToString());
            var shown = await member.GetJsonAsync($"/v2/images/{id}");
            Assert.Null(shown["x_cost"]);
            Assert.Equal("debian", shown["os_distro"]!.ToString());
            var listed = (await member.GetJsonAsync($"/v2/images?owner={_project}"))["images"]!.AsArray().Single()!;
            Assert.Equal(shown.ToJsonString(), listed.ToJsonString());
        }

        Assert.Equal([id], await billing.ListImagesAsync($"?owner={_project}&x_cost=7"));
        Assert.Empty(await member.ListImagesAsync($"?owner={_project}&x_cost=7"));
    }

    [Fact]
    public async Task A_timeline_does_not_tell_the_names_of_what_is_hidden()
    {
        using var billing = Client("member,billing");
        using var member = Client("member");
        var id = await billing.CreateImageIdAsync();
        using var patched = await billing.PatchImageAsync(
            id, """[{ "op": "add", "path": "/x_cost", "value": "7" }, { "op": "add", "path": "/os_distro", "value": "debian" }, { "op": "replace", "path": "/name", "value": "n" }]""");

        Assert.Contains("x_cost", await billing.GetStringAsync($"/api/v1/images/{id}/timeline", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var told = await member.GetStringAsync($"/api/v1/images/{id}/timeline", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("x_cost", told, StringComparison.Ordinal);
        Assert.Contains("os_distro,name", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_with_only_hidden_properties_is_still_whole()
    {
        using var billing = Client("member,billing");
        using var member = Client("member");
        var id = await billing.CreateImageIdAsync("""{ "x_cost": "7", "x_more": "8" }""");
        var plain = await member.CreateImageIdAsync();

        var fields = (await member.GetJsonAsync($"/v2/images/{plain}")).AsObject().Select(field => field.Key);

        Assert.Equal(fields, (await member.GetJsonAsync($"/v2/images/{id}")).AsObject().Select(field => field.Key));
    }

    [Theory]
    [InlineData("member", """{ "x_cost": "7" }""", HttpStatusCode.Forbidden)]
    [InlineData("member", """{ "uncovered": "7" }""", HttpStatusCode.Forbidden)]
    [InlineData("member", """{ "x_owned": "7" }""", HttpStatusCode.Created)]
    [InlineData("member,billing", """{ "x_cost": "7" }""", HttpStatusCode.Created)]
    [InlineData("member", """{ "name": "fields of every image are covered by nothing", "min_ram": 1 }""", HttpStatusCode.Created)]
    public async Task Making_an_image_asks_for_each_property(string roles, string body, HttpStatusCode status)
    {
        using var client = Client(roles);

        Assert.Equal(status, await client.StatusAsync(HttpMethod.Post, "/v2/images", JsonNode.Parse(body)));
    }

    [Theory]
    [InlineData("member", "replace", "x_cost", 409)]
    [InlineData("member", "add", "x_cost", 403)]
    [InlineData("member", "remove", "x_cost", 409)]
    [InlineData("member,setter", "add", "x_cost", 200)]
    [InlineData("member,billing", "replace", "x_cost", 200)]
    [InlineData("member,billing", "remove", "x_cost", 403)]
    [InlineData("member", "replace", "x_owned", 403)]
    [InlineData("member", "add", "x_owned", 403)]
    [InlineData("member", "remove", "x_owned", 200)]
    [InlineData("member", "replace", "x_absent", 409)]
    [InlineData("member", "replace", "os_distro", 200)]
    public async Task Changing_an_image_asks_for_each_property(string roles, string operation, string property, int status)
    {
        using var billing = Client("member,billing");
        var id = await billing.CreateImageIdAsync("""{ "x_cost": "7", "x_owned": "8", "os_distro": "debian" }""");
        using var client = Client(roles);
        var value = operation == "remove" ? "" : """, "value": "9" """;

        using var answer = await client.PatchImageAsync(id, $$"""[{ "op": "{{operation}}", "path": "/{{property}}"{{value}} }]""");

        Assert.Equal(status, (int)answer.StatusCode);
        var after = await billing.GetJsonAsync($"/v2/images/{id}");
        var before = property switch { "x_cost" => "7", "x_owned" => "8", "os_distro" => "debian", _ => null };
        Assert.Equal(status == 200 ? operation == "remove" ? null : "9" : before, after[property]?.ToString());
        Assert.Equal(property == "x_cost" ? after["x_cost"]?.ToString() : "7", after["x_cost"]?.ToString());
    }

    [Fact]
    public async Task What_somebody_does_not_see_stays_when_they_change_something_else()
    {
        using var billing = Client("member,billing");
        using var member = Client("member");
        var id = await billing.CreateImageIdAsync("""{ "x_cost": "7" }""");

        using var changed = await member.PatchImageAsync(id, """[{ "op": "add", "path": "/os_distro", "value": "debian" }, { "op": "replace", "path": "/name", "value": "n" }]""");

        Assert.Null((await changed.JsonAsync())["x_cost"]);
        Assert.Equal("7", (await billing.GetJsonAsync($"/v2/images/{id}"))["x_cost"]!.ToString());
    }

    [Fact]
    public async Task The_roles_of_the_service_count()
    {
        using var client = Client("member");
        client.DefaultRequestHeaders.Add("X-Service-Roles", "billing");

        Assert.Equal("7", (await client.CreateImageAsync("""{ "x_cost": "7" }"""))["x_cost"]!.ToString());
    }

    [Fact]
    public async Task What_the_program_keeps_in_properties_is_covered_by_no_section()
    {
        using var owner = Client("member");
        using var reader = Client("reader");
        var id = await owner.CreateImageIdAsync();
        await portal.InDatabaseAsync(db => db.WriteAsync(
            async token =>
            {
                var image = await db.Images.AsTracking().SingleAsync(image => image.Id == Guid.Parse(id), token);
                image.Version++;
                db.ImageProperties.Add(new ImageProperty { ImageId = image.Id, Name = "os_glance_failed_import", Value = "tape" });
                return true;
            },
            TestContext.Current.CancellationToken));

        Assert.Equal("tape", (await reader.GetJsonAsync($"/v2/images/{id}"))["os_glance_failed_import"]?.ToString());
    }

    [Fact]
    public async Task With_policies_a_section_names_a_rule()
    {
        using var ruled = portal.Beside(
            ("Access:PolicyFile", Write(portal, "rules.yaml", "curators: role:curator\n")),
            ("Access:PropertyProtectionFormat", "policies"),
            ("Access:PropertyProtectionFile", Write(portal, "policies.conf", """
                [^curated]
                create = curators
                read = @
                update = curators
                delete = curators

                [^closed]
                create = !
                read = @
                update = !
                delete = !

                [.*]
                create = @
                read = @
                update = @
                delete = @
                """)));
        using var member = ruled.Client("member", _project);
        using var curator = ruled.Client("member,curator", _project);

        Assert.Equal(HttpStatusCode.Forbidden, await MakeAsync(member, "curated"));
        Assert.Equal(HttpStatusCode.Created, await MakeAsync(curator, "curated"));
        Assert.Equal(HttpStatusCode.Forbidden, await MakeAsync(curator, "closed"));
        Assert.Equal(HttpStatusCode.Created, await MakeAsync(member, "open"));

        static Task<HttpStatusCode> MakeAsync(HttpClient client, string property) =>
            client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { [property] = "x" });
    }

    protected static void Protect(TrustingPortal portal)
    {
        portal.Settings["Access:PropertyProtectionFormat"] = "roles";
        portal.Settings["Access:PropertyProtectionFile"] = Write(portal, "protections.conf", """
            [^x_owned$]
            create = member
            read = member
            update = !
            delete = member

            [^x_]
            create = billing,setter
            read = billing
            update = billing
            delete =

            [^(os_|kernel_id)]
            create = @
            read = @
            update = @
            delete = @
            """);
    }

    private static string Write(TrustingPortal portal, string name, string text)
    {
        var path = Path.Combine(portal.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private HttpClient Client(string roles) => portal.Client(roles, _project);
}
