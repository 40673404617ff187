using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImportsOnSqlite(ImportsOnSqlite.ThreeStores portal) : Imports(portal), IClassFixture<ImportsOnSqlite.ThreeStores>
{
    public sealed class ThreeStores : TrustingPortal
    {
        public ThreeStores() => AddStores(this);
    }
}

[Trait("Suite", "api")]
public sealed class ImportsOnPostgres(ImportsOnPostgres.ThreeStores portal) : Imports(portal), IClassFixture<ImportsOnPostgres.ThreeStores>
{
    public sealed class ThreeStores : PostgresPortal
    {
        public ThreeStores() => AddStores(this);
    }
}

/// <summary>Staging and import, and the tasks that come of it: glance-behaviour.md, sections 11, 12 and 17.</summary>
public abstract class Imports(TrustingPortal portal)
{
    private const string Raw = """{ "name": "staged", "disk_format": "raw", "container_format": "bare" }""";
    private const string Direct = """{ "method": { "name": "glance-direct" } }""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Staged_data_becomes_an_active_image()
    {
        using var client = portal.Client();
        var data = Bytes.Random(300_000);
        var id = await client.CreateImageIdAsync(Raw);

        Assert.Equal(HttpStatusCode.NoContent, await StageAsync(client, id, data));
        (await client.GetJsonAsync($"/v2/images/{id}")).AssertHas("""{ "status": "uploading", "size": 300000, "checksum": null }""");
        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(client, id, Direct));
        var image = await SeeStatusAsync(client, id, "active");

        image.AssertHas("""{ "status": "active", "size": 300000, "virtual_size": 300000, "os_glance_importing_to_stores": "", "os_glance_failed_import": "" }""");
        Assert.Null(image["os_glance_stage_host"]);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(data)), image["os_hash_value"]!.ToString());
        Assert.Equal(data, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
        await Eventually.SeeAsync(
            () => portal.InDatabaseAsync(db => db.Uploads.CountAsync(upload => upload.ImageId == Guid.Parse(id), Cancellation)), rows => rows == 0, Cancellation);
    }

    [Fact]
    public async Task The_lock_goes_with_the_end_of_the_import()
    {
        using var client = portal.Client();
        var id = await ActiveAsync(client);

        var image = await Eventually.SeeAsync(
            () => client.GetJsonAsync($"/v2/images/{id}"), body => body["os_glance_import_task"] is null, Cancellation);

        Assert.Equal("active", image["status"]!.ToString());
    }

    [Fact]
    public async Task An_import_is_a_task_of_its_image()
    {
        using var client = portal.Client();
        using var admin = portal.Client("admin");
        var id = await ActiveAsync(client);

        var task = await Eventually.SeeAsync(
            async () => (await client.GetJsonAsync($"/v2/images/{id}/tasks"))["tasks"]![0]!, body => body["status"]!.ToString() == "success", Cancellation);
        var shown = await admin.GetJsonAsync($"/v2/tasks/{task["id"]}");

        task.AssertHas($$$"""{ "type": "api_image_import", "image_id": "{{{id}}}", "result": { "image_id": "{{{id}}}" }, "user_id": "user-of-member" }""");
        Assert.Equal("glance-direct", shown["input"]!["import_req"]!["method"]!["name"]!.ToString());
        Assert.Equal(task.ToJsonString(), shown.ToJsonString());
        Assert.NotNull(shown["expires_at"]);
        Assert.Contains(
            (await admin.GetJsonAsync("/v2/tasks?status=success&limit=1000"))["tasks"]!.AsArray(),
            listed => listed!["id"]!.ToString() == task["id"]!.ToString() && listed["input"] is null);
    }

    [Theory]
    [InlineData("admin", HttpStatusCode.Accepted)]
    [InlineData("reader", HttpStatusCode.Forbidden)]
    public async Task Importing_is_for_those_who_may_change_the_image(string roles, HttpStatusCode status)
    {
        using var owner = portal.Client();
        using var client = portal.Client(roles, owner.DefaultRequestHeaders.GetValues("X-Project-Id").Single());
        using var stranger = portal.Client();
        var id = await StagedAsync(owner, Bytes.Random(100));

        Assert.Equal(HttpStatusCode.NotFound, await ImportAsync(stranger, id, Direct));
        Assert.Equal(status, await ImportAsync(client, id, Direct));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "method": "glance-direct" }""")]
    [InlineData("""{ "method": {} }""")]
    [InlineData("""{ "method": { "name": "telepathy" } }""")]
    [InlineData("""{ "method": { "name": "glance-direct" }, "all_stores": "yes" }""")]
    [InlineData("""{ "method": { "name": "glance-direct" }, "all_stores_must_succeed": 1 }""")]
    [InlineData("""{ "method": { "name": "glance-direct" }, "all_stores": true, "stores": ["local"] }""")]
    [InlineData("""{ "method": { "name": "glance-direct" }, "stores": "local" }""")]
    public async Task A_request_that_cannot_be_is_400(string body)
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));

        Assert.Equal(HttpStatusCode.BadRequest, await ImportAsync(client, id, body));
        Assert.Equal("uploading", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Theory]
    [InlineData("""{ "method": { "name": "glance-direct" }, "all_stores": true }""")]
    [InlineData("""{ "method": { "name": "glance-direct" }, "stores": ["local"] }""")]
    public async Task A_store_is_named_once(string body)
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));
        using var answer = await client.SendJsonAsync(HttpMethod.Post, $"/v2/images/{id}/import", JsonNode.Parse(body), ("X-Image-Meta-Store", "local"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{ "method": { "name": "glance-direct" } }""")]
    [InlineData("""{ "method": { "name": "copy-image" }, "stores": ["second"] }""")]
    public async Task A_queued_image_has_nothing_to_import(string body)
    {
        using var client = portal.Client("admin");
        var id = await client.CreateImageIdAsync(Raw);

        Assert.Equal(HttpStatusCode.Conflict, await ImportAsync(client, id, body));
    }

    [Fact]
    public async Task Data_is_staged_once()
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));

        Assert.Equal(HttpStatusCode.Conflict, await StageAsync(client, id, Bytes.Random(100)));
        Assert.Equal(HttpStatusCode.Conflict, await ImportAsync(client, id, """{ "method": { "name": "web-download", "uri": "http://x/y" } }"""));
    }

    [Fact]
    public async Task An_active_image_can_only_be_copied()
    {
        using var client = portal.Client();
        var id = await ActiveAsync(client);

        Assert.Equal(HttpStatusCode.Conflict, await ImportAsync(client, id, Direct));
        Assert.Equal(HttpStatusCode.Conflict, await StageAsync(client, id, [1]));
    }

    [Fact]
    public async Task Formats_must_be_there()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await StageAsync(client, id, [1]));
        Assert.Equal(HttpStatusCode.Conflict, await ImportAsync(client, id, """{ "method": { "name": "web-download", "uri": "http://x/y" } }"""));
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Fact]
    public async Task Staging_takes_data_and_nothing_else()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync(Raw);
        using var answer = await client.SendTextAsync(HttpMethod.Put, $"/v2/images/{id}/stage", "data", "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, await StageAsync(client, id, Bytes.Random(10), ("X-Openstack-Image-Size", "20")));
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
        Assert.Equal(HttpStatusCode.NoContent, await StageAsync(client, id, Bytes.Random(20)));
    }

    [Fact]
    public async Task Content_that_is_not_what_it_is_declared_fails_the_task_and_queues_the_image()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "disk_format": "qcow2", "container_format": "bare" }""");
        Assert.Equal(HttpStatusCode.NoContent, await StageAsync(client, id, Bytes.Random(5000)));
        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(client, id, Direct));

        var task = await Eventually.SeeAsync(
            async () => (await client.GetJsonAsync($"/v2/images/{id}/tasks"))["tasks"]![0]!, body => body["status"]!.ToString() == "failure", Cancellation);
        var image = await client.GetJsonAsync($"/v2/images/{id}");

        Assert.Contains("not qcow2", task["message"]!.ToString(), StringComparison.Ordinal);
        image.AssertHas("""{ "status": "queued", "size": null, "checksum": null, "os_glance_failed_import": "local" }""");
        Assert.Null(image["os_glance_import_task"]);
        Assert.Equal(HttpStatusCode.NoContent, await StageAsync(client, id, DiskHeaders.Qcow2(3)));
    }

    [Fact]
    public async Task One_import_after_the_other()
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ImportAsync(client, id, Direct)));

        Assert.Single(answers, HttpStatusCode.Accepted);
        Assert.Equal(7, answers.Count(status => status == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData("""{ "method": { "name": "glance-direct" }, "stores": ["second", "local"] }""", "local,second")]
    [InlineData("""{ "method": { "name": "glance-direct" }, "all_stores": true }""", "local,second,third")]
    [InlineData("""{ "method": { "name": "glance-direct" }, "stores": ["third"], "all_stores_must_succeed": false }""", "third")]
    public async Task Each_store_that_is_asked_for_gets_a_copy(string body, string stores)
    {
        using var client = portal.Client();
        using var admin = portal.Client("admin");
        var data = Bytes.Random(70_000);
        var id = await StagedAsync(client, data);

        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(client, id, body));
        var image = await Eventually.SeeAsync(
            () => client.GetJsonAsync($"/v2/images/{id}"), seen => seen["status"]!.ToString() == "active" && seen["os_glance_import_task"] is null, Cancellation);

        Assert.Equal(stores, string.Join(',', image["stores"]!.ToString().Split(',').Order(StringComparer.Ordinal)));
        foreach (var store in stores.Split(','))
        {
            Assert.Equal(data, await admin.GetByteArrayAsync($"/v2/images/{id}/file?prefer={store}", Cancellation));
        }
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_409()
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));

        Assert.Equal(HttpStatusCode.Conflict, await ImportAsync(client, id, """{ "method": { "name": "glance-direct" }, "stores": ["moon"] }"""));
        Assert.Equal("uploading", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Fact]
    public async Task Where_all_must_succeed_one_store_that_refuses_leaves_nothing()
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));
        Obstruct("third", id);

        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(client, id, """{ "method": { "name": "glance-direct" }, "all_stores": true }"""));
        var image = await SeeStatusAsync(client, id, "queued");

        Assert.Equal("local,second,third", Sorted(image["os_glance_failed_import"]!));
        Assert.Equal("", image["stores"]?.ToString() ?? "");
        Assert.False(File.Exists(Path.Combine(portal.Folder, "data", "stores", "second", id)));
    }

    [Fact]
    public async Task Where_not_all_must_succeed_the_others_keep_their_copies()
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));
        Obstruct("third", id);

        Assert.Equal(
            HttpStatusCode.Accepted,
            await ImportAsync(client, id, """{ "method": { "name": "glance-direct" }, "all_stores": true, "all_stores_must_succeed": false }"""));
        var image = await Eventually.SeeAsync(
            () => client.GetJsonAsync($"/v2/images/{id}"), seen => seen["status"]!.ToString() == "active" && seen["os_glance_import_task"] is null, Cancellation);

        Assert.Equal(("local,second", "third"), (Sorted(image["stores"]!), image["os_glance_failed_import"]!.ToString()));
    }

    [Fact]
    public async Task An_administrator_copies_an_active_image_to_further_stores()
    {
        using var client = portal.Client();
        using var admin = portal.Client("admin");
        var data = Bytes.Random(2_500_000);
        var id = await client.UploadImageAsync(data);
        const string Copy = """{ "method": { "name": "copy-image" }, "stores": ["second"] }""";

        Assert.Equal(HttpStatusCode.Forbidden, await ImportAsync(client, id, Copy));
        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(admin, id, Copy));
        var image = await Eventually.SeeAsync(
            () => client.GetJsonAsync($"/v2/images/{id}"), seen => seen["os_glance_import_task"] is null && seen["stores"]!.ToString().Contains("second", StringComparison.Ordinal), Cancellation);

        Assert.Equal(("active", "local,second"), (image["status"]!.ToString(), Sorted(image["stores"]!)));
        Assert.Equal(data, await admin.GetByteArrayAsync($"/v2/images/{id}/file?prefer=second", Cancellation));
        Assert.Equal(HttpStatusCode.BadRequest, await ImportAsync(admin, id, Copy));
    }

    [Fact]
    public async Task Of_all_stores_those_that_have_a_copy_are_skipped()
    {
        using var client = portal.Client();
        using var admin = portal.Client("admin");
        var id = await client.UploadImageAsync(Bytes.Random(10));
        const string Copy = """{ "method": { "name": "copy-image" }, "all_stores": true }""";

        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(admin, id, Copy));
        await Eventually.SeeAsync(
            () => client.GetJsonAsync($"/v2/images/{id}"), seen => seen["os_glance_import_task"] is null && Sorted(seen["stores"]!) == "local,second,third", Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(admin, id, Copy));

        Assert.Single((await client.GetJsonAsync($"/v2/images/{id}/tasks"))["tasks"]!.AsArray());
    }

    [Fact]
    public async Task An_image_that_is_deleted_meanwhile_ends_its_import()
    {
        using var client = portal.Client();
        var id = await StagedAsync(client, Bytes.Random(100));

        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));

        Assert.Equal(HttpStatusCode.NotFound, await ImportAsync(client, id, Direct));
    }

    [Fact]
    public async Task The_methods_are_told_to_whoever_makes_an_image()
    {
        using var client = portal.Client();
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", Raw);

        var methods = (await client.GetJsonAsync("/v2/info/import"))["import-methods"]!["value"]!.AsArray().Select(method => method!.ToString());

        Assert.Equal("glance-direct,web-download,copy-image,glance-download", string.Join(',', methods));
        Assert.Equal("glance-direct,web-download,copy-image,glance-download", answer.Headers.GetValues("OpenStack-image-import-methods").Single());
    }

    /// <summary>Adds two stores beside the usual one.</summary>
    protected static void AddStores(TrustingPortal portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        portal.Settings["Stores:Backends:local:Type"] = "File";
        portal.Settings["Stores:Backends:second:Type"] = "File";
        portal.Settings["Stores:Backends:third:Type"] = "File";
    }

    // Where the store would put the data there is a folder.
    private void Obstruct(string store, string id) => Directory.CreateDirectory(Path.Combine(portal.Folder, "data", "stores", store, id));

    private static string Sorted(JsonNode list) => string.Join(',', list.ToString().Split(',').Order(StringComparer.Ordinal));

    private static Task<JsonNode> SeeStatusAsync(HttpClient client, string id, string status) =>
        Eventually.SeeAsync(() => client.GetJsonAsync($"/v2/images/{id}"), body => body["status"]!.ToString() == status, Cancellation);

    private static async Task<string> StagedAsync(HttpClient client, byte[] data)
    {
        var id = await client.CreateImageIdAsync(Raw);
        Assert.Equal(HttpStatusCode.NoContent, await StageAsync(client, id, data));
        return id;
    }

    private static async Task<string> ActiveAsync(HttpClient client)
    {
        var id = await StagedAsync(client, Bytes.Random(1000));
        Assert.Equal(HttpStatusCode.Accepted, await ImportAsync(client, id, Direct));
        await SeeStatusAsync(client, id, "active");
        return id;
    }

    private static async Task<HttpStatusCode> ImportAsync(HttpClient client, string id, string body)
    {
        using var answer = await client.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/import", body);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> StageAsync(HttpClient client, string id, byte[] data, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v2/images/{id}/stage") { Content = new ByteArrayContent(data) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
