using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace GlancePortal.Tests.Import;

/// <summary>
/// The program is killed in every phase of every door by which data comes in with steps on its way, once each or
/// as often as GLANCEPORTAL_TEST_KILLS says there, at most five times.
/// </summary>
[Trait("Suite", "cli")]
public sealed class KilledDuringImports(ITestOutputHelper output) : IAsyncLifetime
{
    private const int DiskBytes = 96 * 1024 * 1024;
    private const int FilledBytes = 24 * 1024 * 1024;
    private const string Direct = """{ "method": { "name": "glance-direct" }, "stores": ["local", "second"] }""";
    private const string Copy = """{ "method": { "name": "copy-image" }, "stores": ["second"] }""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly RunningPortal _program = new();
    private readonly TrapServer _server = new();
    private byte[] _disk = [];
    private byte[] _packed = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_program.Folder, "data");

    public async ValueTask InitializeAsync()
    {
        _program.Settings.AddRange([
            "Identity:Provider=TrustedHeaders", "Scrubber:Grace=00:00:00", "Scrubber:Interval=1s", "Logging:LogLevel:Default=Warning",
            "Cluster:Lease=00:00:03", "Import:Plugins=decompress,convert", "Import:ConversionFormat=qcow2",
            "Import:WebDownload:AllowedPorts=*", "Import:WebDownload:AllowedPrivateHosts=127.0.0.1", "Metadefs:LoadStock=false",
            "Stores:Default=local", "Stores:Backends:local:Type=File", "Stores:Backends:second:Type=File",
        ]);
        _disk = new byte[DiskBytes];
        Bytes.Random(FilledBytes).CopyTo(_disk, 1024 * 1024);
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(_disk, Cancellation);
        }

        _packed = packed.ToArray();
        _server.Answer = SlowlyAsync;
        await _program.InitializeAsync();
        await File.WriteAllBytesAsync(Path.Combine(_program.Folder, "disk.raw"), _disk, Cancellation);
        using var admin = Connect("admin", "admin");
        using var rules = await admin.SendTextAsync(HttpMethod.Put, "/api/v1/projects/rules/import-rules", """{ "convertTo": "qcow2" }""");
        Assert.Equal(HttpStatusCode.OK, rules.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("stage", "uploading,Verify,Inspect,Decompress,Convert,Store")]
    public async Task Nothing_is_lost_and_nothing_is_left_over(string door, string phases)
    {
        var times = int.TryParse(Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_KILLS"), CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, 5) : 1;
        try
        {
            foreach (var phase in Enumerable.Repeat(phases.Split(','), times).SelectMany(all => all))
            {
                await KillAsync(door, phase);
            }

            await AssertNothingLeftAsync();
        }
        catch
        {
            output.WriteLine(_program.Output);
            throw;
        }
    }

    private async Task KillAsync(string door, string phase)
    {
        using var before = Connect("member", door == "put with rules" ? "rules" : "plain");
        var (id, send) = await PrepareAsync(before, door);
        var sending = SendAsync(send, before, id);
        var seen = await Eventually.SeeAsync(() => Task.FromResult(ReadState(id)), state => IsThere(state, phase), Cancellation);
        await _program.KillAsync();
        await sending;
        var atKill = ReadState(id);
        await _program.StartAsync();
        using var portal = Connect("member", door == "put with rules" ? "rules" : "plain");
        var since = TimeProvider.System.GetTimestamp();
        id = ReadTarget(id);
        var image = await EndAsync(portal, id);
        output.WriteLine($"{door}, {phase}: seen {seen}, killed {atKill}, {image["status"]} after {TimeProvider.System.GetElapsedTime(since)}");
        if (image["status"]!.ToString() == "queued")
        {
            Assert.NotEqual("", ReadText("SELECT coalesce(status_reason, '') FROM images WHERE lower(id) = @id", id));
            if (ReadText("SELECT id FROM jobs WHERE lower(image_id) = @id AND lower(state) = 'failed' ORDER BY created_at DESC LIMIT 1", id) is { Length: > 0 } job)
            {
                Assert.Equal(HttpStatusCode.Accepted, await portal.StatusAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/retry"));
            }
            else
            {
                await send(portal, id);
            }

            image = await Eventually.SeeAsync(() => portal.GetJsonAsync($"/v2/images/{id}"), IsFree, Cancellation);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, Patience);
        await AssertRightAsync(image, door);
    }

    // The image that the job fills, once the job has ended: active, or queued because there is no job or it has failed.
    private async Task<JsonNode> EndAsync(HttpClient portal, string id)
    {
        await Eventually.SeeAsync(
            () => Task.FromResult(ReadText(
                "SELECT (SELECT count(*) FROM jobs WHERE lower(image_id) = @id AND lower(state) IN ('queued', 'running')) || (SELECT lower(status) FROM images WHERE lower(id) = @id)", id)),
            state => state is "0active" or "0queued", Cancellation);
        return await portal.GetJsonAsync($"/v2/images/{id}");
    }

    private async Task AssertRightAsync(JsonNode image, string door)
    {
        var id = image["id"]!.ToString();
        Assert.True(IsFree(image), image.ToJsonString());
        var stores = image["stores"]!.ToString().Split(',').Order(StringComparer.Ordinal).ToList();
        Assert.Equal(door is "stage" or "copy-image" ? ["local", "second"] : ["local"], stores);
        var format = door == "copy-image" ? "raw" : "qcow2";
        Assert.Equal(format, image["disk_format"]!.ToString());
        var dataId = ReadText("SELECT lower(data_id) FROM image_locations WHERE lower(image_id) = @id AND lower(status) = 'active'", id);
        foreach (var store in stores)
        {
            var path = Path.Combine(Data, "stores", store, dataId);
            await using (var file = File.OpenRead(path))
            {
                Assert.Equal((image["os_hash_value"]!.ToString(), (long)image["size"]!), (Convert.ToHexStringLower(await SHA512.HashDataAsync(file, Cancellation)), file.Length));
            }

            await Command.RunAsync("qemu-img", ["compare", "-f", "raw", "-F", format, Path.Combine(_program.Folder, "disk.raw"), path], cancellationToken: Cancellation);
        }
    }

    private async Task AssertNothingLeftAsync()
    {
        // Data that was replaced goes with a pass that comes every minute, and at the start.
        await _program.KillAsync();
        await _program.StartAsync();
        await Eventually.SeeAsync(
            () => Task.FromResult(string.Join('\n', Files("staging").Concat(Files("stores/local")).Concat(Files("stores/second")).Order(StringComparer.Ordinal))),
            files => files == string.Join('\n', ReadAll("SELECT 'stores/' || store_id || '/' || lower(data_id) FROM image_locations").Order(StringComparer.Ordinal)), Cancellation);
        Assert.Empty(ReadAll("SELECT id || ' ' || status FROM images WHERE lower(status) IN ('saving', 'uploading', 'importing')"));
        Assert.Empty(ReadAll("SELECT image_id FROM image_properties WHERE name = 'os_glance_import_task'"));
        Assert.Empty(ReadAll("SELECT id || ' ' || state FROM jobs WHERE image_id IS NOT NULL AND lower(state) <> 'succeeded'"));
        Assert.Empty(ReadAll("SELECT image_id FROM image_locations WHERE lower(status) <> 'active'"));
        await Eventually.SeeAsync(() => Task.FromResult(ReadAll("SELECT id || ' ' || kind FROM uploads WHERE reserved_bytes > 0").Count), count => count == 0, Cancellation);
    }

    private IEnumerable<string> Files(string folder) => Directory.Exists(Path.Combine(Data, folder))
        ? Directory.EnumerateFiles(Path.Combine(Data, folder)).Select(file => $"{folder}/{Path.GetFileName(file)}")
        : [];

    private static bool IsFree(JsonNode image) => image["status"]!.ToString() == "active" && image["os_glance_import_task"] is null;

    private static bool IsThere(string state, string phase) => state.Split('|') is [var status, var at, var job]
        && (phase == "uploading" ? status == phase : (at == phase && job == "running") || job is "succeeded" or "failed");

    /// <summary>Status of the image, phase and state of its last job, which for a conversion into a new image is another image's.</summary>
    private string ReadState(string id) => ReadText(
        """
        SELECT (SELECT lower(status) FROM images WHERE lower(id) = @id) || '|' || coalesce((SELECT coalesce(phase, '') || '|' || lower(state) FROM jobs
            WHERE lower(image_id) = @id OR input LIKE '%' || @id || '%' ORDER BY created_at DESC LIMIT 1), '|')
        """, id);

    private string ReadTarget(string id) => ReadText(
        "SELECT coalesce((SELECT lower(image_id) FROM jobs WHERE input LIKE '%' || @id || '%' ORDER BY created_at DESC LIMIT 1), @id)", id);

    private string ReadText(string sql, string id) => ReadAll(sql, id).FirstOrDefault() ?? "";

    private List<string> ReadAll(string sql, string id = "")
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(Data, "portal.db")};Mode=ReadOnly;Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // the texts are our own
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@id", id);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    private async Task<(string Id, Func<HttpClient, string, Task> Send)> PrepareAsync(HttpClient portal, string door)
    {
        switch (door)
        {
            case "stage":
                return (await portal.NewImageAsync(), async (client, id) =>
                {
                    using var staged = await client.PutDataAsync(id, _packed, "stage");
                    await BeginAsync(client, $"/v2/images/{id}/import", Direct);
                });
            case "tus":
                var tus = new TusClient(portal);
                using (var created = await tus.CreateAsync(_packed.Length, TusClient.RawImage("tus"), Cancellation))
                {
                    var upload = created.Upload();
                    return (created.ImageId().ToString(), async (client, _) => (await new TusClient(client).PatchAsync(upload, 0, _packed, Cancellation)).Dispose());
                }

            case "put with rules":
                return (await portal.NewImageAsync(), async (client, id) => (await client.PutDataAsync(id, _disk)).Dispose());
            case "copy-image":
                return (await PlainAsync(portal), (client, id) => BeginAsync(client, $"/v2/images/{id}/import", Copy));
            case "convert new":
                return (await PlainAsync(portal), (client, id) => BeginAsync(client, $"/api/v1/images/{id}/convert", """{ "diskFormat": "qcow2" }"""));
            case "convert in place":
                return (await PlainAsync(portal), (client, id) => BeginAsync(
                    client, $"/api/v1/images/{id}/convert", """{ "diskFormat": "qcow2", "replace": true }"""));
            default:
                var address = _server.Address(door.EndsWith("ranges", StringComparison.Ordinal) ? "/ranges" : "/whole");
                return (await portal.NewImageAsync(), (client, id) => BeginAsync(
                    client, $"/v2/images/{id}/import", $$"""{ "method": { "name": "web-download", "uri": "{{address}}" } }"""));
        }
    }

    private async Task<string> PlainAsync(HttpClient portal)
    {
        var id = await portal.NewImageAsync();
        using var sent = await portal.PutDataAsync(id, _disk);
        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        return id;
    }

    private static async Task BeginAsync(HttpClient portal, string address, string body)
    {
        using var begun = await portal.SendTextAsync(HttpMethod.Post, address, body);
        Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
    }

    private static async Task SendAsync(Func<HttpClient, string, Task> send, HttpClient portal, string id)
    {
        try
        {
            await send(portal, id);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            // The kill.
        }
    }

    private async Task SlowlyAsync(TrapVisit visit)
    {
        const int Piece = 1024 * 1024;
        var isPart = visit.Path == "/ranges" && visit.Header("Range") is not null;
        var from = isPart ? visit.From : 0;
        await visit.SendHeadAsync(isPart ? 206 : 200, [
            $"Content-Length: {_packed.Length - from}",
            .. visit.Path == "/ranges" ? new[] { "Accept-Ranges: bytes", $"ETag: {Traps.Tag}" } : [],
            .. isPart ? new[] { $"Content-Range: bytes {from}-{_packed.Length - 1}/{_packed.Length}" } : [],
        ]);
        for (var at = from; at < _packed.Length; at += Piece)
        {
            await visit.SendAsync(_packed.AsMemory(at, Math.Min(Piece, _packed.Length - at)));
            await Task.Delay(10, Cancellation);
        }
    }

    private HttpClient Connect(string roles, string project)
    {
        var http = new HttpClient { BaseAddress = new Uri(_program.Address), Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in new[] { ("X-Identity-Status", "Confirmed"), ("X-User-Id", "u"), ("X-Project-Id", project), ("X-Roles", roles) })
        {
            http.DefaultRequestHeaders.Add(name, value);
        }

        return http;
    }
}
