using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

[Trait("Suite", "api")]
public sealed class PolicyOnSqlite(TrustingPortal database) : PolicyOverHttp(database), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class PolicyOnPostgres(PostgresPortal database) : PolicyOverHttp(database);

/// <summary>A rule file decides at every door of an image: glance-behaviour.md, sections 4, 5, 6, 7, 10 and 22.</summary>
public abstract class PolicyOverHttp : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrustingPortal _portal;

    protected PolicyOverHttp(TrustingPortal database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _portal = database.Beside(("Access:PolicyFile", _folder.File("policy.yaml")));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _portal.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_role_of_ones_own_gets_what_the_file_gives_it()
    {
        Allow("""
            publicize_image: rule:publisher
            publisher: role:publisher
            delete_image: "!"
            """);
        using var publisher = _portal.Client("member,publisher");
        using var member = _portal.Client();
        var own = await member.CreateImageIdAsync();

        Assert.Equal(HttpStatusCode.Created, await publisher.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["visibility"] = "public" }));
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["visibility"] = "public" }));
        using var refused = await member.DeleteAsync($"/v2/images/{own}", Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("the operator has set the rule delete_image", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_file_makes_administrator_acts_in_every_project()
    {
        Allow("context_is_admin: role:boss\n");
        using var member = _portal.Client();
        var id = await member.CreateImageIdAsync("""{ "visibility": "private" }""");
        using var boss = _portal.Client("member,boss");
        using var admin = _portal.Client("admin");

        Assert.Equal(HttpStatusCode.NoContent, await boss.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/seen"));
        Assert.Contains(id, await boss.ListImagesAsync());
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.DoesNotContain(id, await admin.ListImagesAsync());
    }

    [Fact]
    public async Task Whom_the_file_makes_no_administrator_knows_of_no_other_project()
    {
        Allow("context_is_admin: role:boss\n");
        using var member = _portal.Client();
        using var admin = _portal.Client("admin");
        var project = member.DefaultRequestHeaders.GetValues("X-Project-Id").Single();
        var open = await member.CreateImageIdAsync("""{ "visibility": "community" }""");

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"/api/v1/projects/{project}/events"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"/api/v1/projects/{project}/quotas"));
        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Get, $"/api/v1/images/{open}/timeline"));
        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Get, "/api/v1/jobs/limits"));
    }

    [Fact]
    public async Task Who_may_change_everybody_s_images_sees_no_deleted_ones_of_others()
    {
        Allow("modify_image: role:editor\ndelete_image: role:editor or role:member\n");
        using var member = _portal.Client();
        using var editor = _portal.Client("member,editor");
        var id = await member.CreateImageIdAsync("""{ "visibility": "private" }""");
        var open = await member.CreateImageIdAsync("""{ "visibility": "community" }""");
        foreach (var gone in new[] { id, open })
        {
            await member.StatusAsync(HttpMethod.Delete, $"/v2/images/{gone}");

            Assert.Equal(HttpStatusCode.NotFound, await editor.StatusAsync(HttpMethod.Get, $"/api/v1/images/{gone}"));
            Assert.Equal(HttpStatusCode.OK, await member.StatusAsync(HttpMethod.Get, $"/api/v1/images/{gone}"));
        }
    }

    [Fact]
    public async Task A_list_leaves_out_what_the_file_hides_and_goes_on_behind_it()
    {
        Allow("""get_image: "rule:context_is_admin or (role:reader and ('public':%(visibility)s or 'shared':%(visibility)s))" """);
        var project = Guid.NewGuid().ToString("N");
        using var member = _portal.Client(project: project);
        using var admin = _portal.Client("admin", project);
        string[] seen = [await member.CreateImageIdAsync(), await admin.CreateImageIdAsync("""{ "visibility": "public" }""")];
        var hidden = await member.CreateImageIdAsync("""{ "visibility": "private" }""");

        var first = await member.GetJsonAsync($"/v2/images?owner={project}&limit=2");
        var second = await member.GetJsonAsync(first["next"]!.ToString());

        Assert.Equal([seen[1]], Ids(first));
        Assert.Equal([seen[0]], Ids(second));
        Assert.Null(second["next"]);
        Assert.Equal(HttpStatusCode.NotFound, await member.StatusAsync(HttpMethod.Get, $"/v2/images/{hidden}"));
        Assert.Equal(HttpStatusCode.NotFound, await member.StatusAsync(HttpMethod.Delete, $"/v2/images/{hidden}"));
        Assert.Equal(3, (await admin.ListImagesAsync($"?owner={project}")).Count);
    }

    [Fact]
    public async Task A_page_of_the_file_s_hidden_images_only_ends_the_list()
    {
        Allow("get_image: \"role:admin\"\n");
        using var member = _portal.Client();
        await member.CreateImageIdAsync();

        var list = await member.GetJsonAsync("/v2/images?limit=1");

        Assert.Empty(list["images"]!.AsArray());
        Assert.Null(list["next"]);
    }

    [Fact]
    public async Task Who_may_list_but_see_nothing_gets_an_empty_list()
    {
        Allow("get_images: \"@\"\n");
        using var admin = _portal.Client("admin");
        await admin.CreateImageIdAsync("""{ "visibility": "public" }""");
        using var guest = _portal.Client("guest");

        Assert.Empty(await guest.ListImagesAsync());
    }

    [Fact]
    public async Task Sending_data_is_a_rule_of_its_own_at_both_doors()
    {
        Allow("upload_image: role:sender\n");
        var project = Guid.NewGuid().ToString("N");
        using var member = _portal.Client(project: project);
        var id = await member.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        using var data = new ByteArrayContent([1]) { Headers = { ContentType = new("application/octet-stream") } };
        using var put = await member.PutAsync($"/v2/images/{id}/file", data, Cancellation);
        using var tus = await member.SendJsonAsync(
            HttpMethod.Post, "/uploads", headers: [("Tus-Resumable", "1.0.0"), ("Upload-Length", "1"), ("Upload-Metadata", $"image_id {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(id))}")]);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (put.StatusCode, tus.StatusCode));
    }

    [Fact]
    public async Task The_community_and_the_choice_of_a_store_are_rules_of_their_own()
    {
        Allow("communitize_image: \"!\"\ndownload_from_store: \"!\"\n");
        using var member = _portal.Client();
        var id = await member.UploadImageAsync([1]);
        using var changed = await member.PatchImageAsync(id, """[{ "op": "replace", "path": "/visibility", "value": "community" }]""");

        Assert.Equal(HttpStatusCode.Forbidden, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["visibility"] = "community" }));
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file?prefer=local"));
        Assert.Equal(HttpStatusCode.OK, await member.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
    }

    [Fact]
    public async Task Shares_tasks_stores_and_definitions_are_asked_about_too()
    {
        Allow("""
            metadef_admin: role:curator
            get_metadef_tags: "!"
            tasks_api_access: role:curator
            stores_info_detail: role:curator
            delete_image_location: role:curator
            add_member: "!"
            get_members: role:curator
            deactivate: "!"
            """);
        var project = Guid.NewGuid().ToString("N");
        using var member = _portal.Client(project: project);
        using var curator = _portal.Client("member,curator", project);
        using var stranger = _portal.Client("member,curator");
        using var admin = _portal.Client("admin");
        var id = await member.CreateImageIdAsync();
        var space = $"{MetadefRequests.Root}/{await curator.CreateNamespaceAsync()}";

        (HttpClient Client, string Method, string Path, HttpStatusCode Status)[] expected =
        [
            (member, "GET", $"{space}/objects", HttpStatusCode.OK), (curator, "GET", $"{space}/tags", HttpStatusCode.Forbidden),
            (admin, "DELETE", space, HttpStatusCode.Forbidden), (curator, "DELETE", space, HttpStatusCode.NoContent),
            (curator, "GET", "/v2/tasks", HttpStatusCode.OK), (admin, "GET", "/v2/tasks", HttpStatusCode.Forbidden),
            (curator, "GET", "/v2/info/stores/detail", HttpStatusCode.OK), (admin, "GET", "/v2/info/stores/detail", HttpStatusCode.Forbidden),
            (curator, "DELETE", $"/v2/stores/local/{id}", HttpStatusCode.Conflict), (member, "DELETE", $"/v2/stores/local/{id}", HttpStatusCode.Forbidden),
            (stranger, "DELETE", $"/v2/stores/local/{id}", HttpStatusCode.NotFound),
            (curator, "GET", $"/v2/images/{id}/members", HttpStatusCode.OK), (member, "GET", $"/v2/images/{id}/members", HttpStatusCode.Forbidden),
            (member, "POST", $"/v2/images/{id}/actions/deactivate", HttpStatusCode.Forbidden),
        ];
        foreach (var (client, method, path, status) in expected)
        {
            Assert.Equal((method, path, status), (method, path, await client.StatusAsync(new HttpMethod(method), path)));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = "m" }));
    }

    [Fact]
    public async Task Nobody_makes_images_for_others_whatever_the_file_says()
    {
        Allow("add_image: \"@\"\n");
        using var guest = _portal.Client("guest,reader");

        Assert.Equal(HttpStatusCode.Created, await guest.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject()));
        Assert.Equal(HttpStatusCode.Forbidden, await guest.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["owner"] = "other" }));
        Assert.Equal(HttpStatusCode.Forbidden, await guest.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["owner"] = null }));
    }

    [Fact]
    public async Task A_changed_file_holds_without_a_restart()
    {
        Allow("get_images: \"!\"\n");
        using var member = _portal.Client();
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Get, "/v2/images"));

        Allow("get_images: role:member\n");

        await Eventually.SeeAsync(
            () => member.StatusAsync(HttpMethod.Get, "/v2/images"), status => status == HttpStatusCode.OK, Cancellation);
    }

    private static IEnumerable<string> Ids(JsonNode list) => list["images"]!.AsArray().Select(image => image!["id"]!.ToString());

    private void Allow(string rules) => File.WriteAllText(_folder.File("policy.yaml"), rules);
}
