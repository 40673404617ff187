using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "api")]
public sealed class WebDownloadsOnSqlite(WebDownloadsOnSqlite.Fetching portal) : WebDownloads(portal), IClassFixture<WebDownloadsOnSqlite.Fetching>
{
    public sealed class Fetching : TrustingPortal
    {
        public Fetching() => Allow(this);
    }
}

[Trait("Suite", "api")]
public sealed class WebDownloadsOnPostgres(WebDownloadsOnPostgres.Fetching portal) : WebDownloads(portal), IClassFixture<WebDownloadsOnPostgres.Fetching>
{
    public sealed class Fetching : PostgresPortal
    {
        public Fetching() => Allow(this);
    }
}

/// <summary>Imports of data from other servers, and what they may be like: glance-behaviour.md, sections 12 and 17.</summary>
public abstract class WebDownloads(TrustingPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_of_another_server_becomes_an_image()
    {
        await using var server = new TrapServer();
        var data = Bytes.Random(3_000_000);
        server.Answer = Traps.File(data);
        using var client = portal.Client();

        var (id, task) = await ImportAsync(client, server.Address(), "success");
        var image = await client.GetJsonAsync($"/v2/images/{id}");

        image.AssertHas("""{ "status": "active", "size": 3000000 }""");
        Assert.Equal(data, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
        Assert.Equal(server.Address().ToString(), task["input"]!["import_req"]!["method"]!["uri"]!.ToString());
    }

    [Fact]
    public async Task A_transfer_that_breaks_goes_on_where_it_was()
    {
        await using var server = new TrapServer();
        var data = Bytes.Random(3_000_000);
        server.InTurn(Traps.Cut(data, 1_000_000), Traps.Cut(data, 900_000, reset: true), Traps.File(data));
        using var client = portal.Client();

        var (id, _) = await ImportAsync(client, server.Address(), "success");

        Assert.Equal(data, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
        Assert.Contains(server.Requests, visit => visit.From > 0);
    }

    [Fact]
    public async Task The_announced_checksum_is_held_against_the_data()
    {
        await using var server = new TrapServer();
        var data = Bytes.Random(100_000);
        server.Answer = Traps.File(data);
        using var client = portal.Client();
        var right = Convert.ToHexStringLower(SHA256.HashData(data));

        await ImportAsync(client, server.Address(), "success", right);
        var (id, task) = await ImportAsync(client, server.Address(), "failure", Convert.ToHexStringLower(SHA256.HashData([1])));

        Assert.Contains("sha256", task["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Fact]
    public async Task A_line_of_a_file_of_checksums_is_found()
    {
        await using var server = new TrapServer();
        var data = Bytes.Random(100_000);
        var sums = System.Text.Encoding.ASCII.GetBytes($"{new string('0', 64)}  other.img\n{Convert.ToHexStringLower(SHA256.HashData(data))} *disk.img\n");
        server.Answer = visit => visit.Path == "/SHA256SUMS" ? Traps.Whole(sums, "Content-Type: text/plain")(visit) : Traps.File(data)(visit);
        using var client = portal.Client();

        await ImportAsync(client, server.Address(), "success", "SHA256SUMS");
    }

    [Fact]
    public async Task Traps_leave_nothing_behind()
    {
        await using var server = new TrapServer();
        await using var forbidden = new TrapServer("127.0.0.2");
        var data = Bytes.Random(50_000);
        using var client = portal.Client();
        var html = System.Text.Encoding.ASCII.GetBytes("<!DOCTYPE html><html><body>Sign in first</body></html>");

        await RefusedAsync(Traps.Redirect(forbidden.Address().ToString()), "127.0.0.2");
        await RefusedAsync(Traps.Redirect("http://169.254.169.254/latest/meta-data/"), "169.254.169.254");
        await RefusedAsync(Traps.Redirect("file:///etc/passwd"), "file");
        await RefusedAsync(Traps.Whole(html, "Content-Type: text/html"), "web page");
        await RefusedAsync(Traps.Status(404), "nothing at");
        await RefusedAsync(Traps.Status(403), "403");
        await RefusedAsync(Traps.Chunked(data, isEnded: false), "");

        Assert.Equal(0, forbidden.Connections);

        async Task RefusedAsync(Func<TrapVisit, Task> answer, string reason)
        {
            server.Answer = answer;
            var (id, task) = await ImportAsync(client, server.Address(), "failure");
            Assert.Contains(reason, task["message"]!.ToString(), StringComparison.OrdinalIgnoreCase);
            (await client.GetJsonAsync($"/v2/images/{id}")).AssertHas("""{ "status": "queued", "size": null, "checksum": null }""");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://x/y")]
    [InlineData("http://2130706433/y")]
    [InlineData("http://0x7f.1/y")]
    [InlineData("http://[::1]:22/y")]
    [InlineData("http://10.0.0.1/y")]
    public async Task An_address_that_is_not_fetched_is_400(string? uri)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        var body = new JsonObject { ["method"] = new JsonObject { ["name"] = "web-download", ["uri"] = uri } };

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/import", body));
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Fact]
    public async Task Secrets_of_an_address_are_in_no_record()
    {
        await using var server = new TrapServer();
        server.Answer = Traps.File(Bytes.Random(1000));
        using var client = portal.Client();
        var address = new UriBuilder(server.Address()) { UserName = "reader", Password = "hush-hush", Query = "signature=hush-hush" }.Uri;

        var (_, task) = await ImportAsync(client, address, "success");
        var inputs = await portal.InDatabaseAsync(db => Task.FromResult(db.Jobs.Select(job => job.Input ?? "").ToList()));

        Assert.DoesNotContain("hush", task.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(inputs, input => input.Contains("hush", StringComparison.Ordinal));
        Assert.Contains(server.Requests, visit => visit.Path.Contains("hush", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_of_an_administrator_makes_the_image_and_imports_its_data()
    {
        await using var server = new TrapServer();
        var data = Bytes.Random(2000);
        server.Answer = Traps.File(data);
        using var admin = portal.Client("admin");
        var body = new JsonObject
        {
            ["type"] = "import",
            ["input"] = new JsonObject
            {
                ["import_from"] = server.Address().ToString(),
                ["import_from_format"] = "raw",
                ["image_properties"] = new JsonObject { ["name"] = "by task", ["disk_format"] = "raw", ["container_format"] = "bare" },
            },
        };
        using var answer = await admin.SendJsonAsync(HttpMethod.Post, "/v2/tasks", body);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var begun = await answer.JsonAsync();

        var task = await Eventually.SeeAsync(() => admin.GetJsonAsync($"/v2/tasks/{begun["id"]}"), seen => seen["status"]!.ToString() == "success", Cancellation);

        begun.AssertHas("""{ "type": "import" }""");
        Assert.Equal($"/v2/tasks/{begun["id"]}", answer.Headers.Location!.ToString());
        Assert.Equal("by task", task["input"]!["image_properties"]!["name"]!.ToString());
        (await admin.GetJsonAsync($"/v2/images/{task["result"]!["image_id"]}")).AssertHas("""{ "name": "by task", "status": "active", "size": 2000 }""");
        Assert.Contains((await admin.GetJsonAsync("/v2/tasks?type=import"))["tasks"]!.AsArray(), listed => listed!["id"]!.ToString() == begun["id"]!.ToString());
    }

    /// <summary>Lets it fetch from this machine, from one address of it alone.</summary>
    protected static void Allow(TrustingPortal portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        portal.Settings["Import:WebDownload:AllowedPrivateHosts"] = "127.0.0.1";
        portal.Settings["Import:WebDownload:AllowedPorts"] = "*";
    }

    private static async Task<(string Id, JsonNode Task)> ImportAsync(HttpClient client, Uri source, string end, string? checksum = null)
    {
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        var body = new JsonObject { ["method"] = new JsonObject { ["name"] = "web-download", ["uri"] = source.AbsoluteUri, ["checksum"] = checksum } };
        Assert.Equal(HttpStatusCode.Accepted, await client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/import", body));
        var task = await Eventually.SeeAsync(
            async () => (await client.GetJsonAsync($"/v2/images/{id}/tasks"))["tasks"]![0]!, seen => seen["status"]!.ToString() == end, Cancellation);
        return (id, task);
    }
}
