using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Scanning;

[Trait("Suite", "api")]
public sealed class QuarantineOnSqlite(QuarantineOnSqlite.ScanningPortal portal) : QuarantineOverHttp(portal), IClassFixture<QuarantineOnSqlite.ScanningPortal>
{
    public sealed class ScanningPortal : TrustingPortal
    {
        public ScanningPortal() => UseScanner(this, "GLANCEPORTAL_TEST_CLAMD");
    }
}

[Trait("Suite", "api")]
public sealed class QuarantineOnPostgres(QuarantineOnPostgres.ScanningPortal portal) : QuarantineOverHttp(portal), IClassFixture<QuarantineOnPostgres.ScanningPortal>
{
    public sealed class ScanningPortal : PostgresPortal
    {
        public ScanningPortal() => UseScanner(this, "GLANCEPORTAL_TEST_CLAMD_SOCKET");
    }
}

/// <summary>Imports past a real clamd, and what becomes of what it finds.</summary>
public abstract class QuarantineOverHttp(TrustingPortal portal)
{
    // In two halves, so that no scanner finds it in this file.
    private static readonly byte[] Eicar =
        Encoding.ASCII.GetBytes("""X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-""" + "ANTIVIRUS-TEST-FILE!$H+H*");

    private static readonly string Marker = string.Join('-', "GLANCEPORTAL", "TEST", "MALWARE", "MARKER");

    private readonly string _project = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clean_data_becomes_active_with_its_verdict()
    {
        var (client, admin, id) = await SceneAsync();
        var task = await client.StageAndImportAsync(admin, id, Bytes.Random(100_000));

        Assert.Equal("success", task["status"]!.ToString());
        Assert.Contains("\"result\":\"clean\"", await ProvenanceAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Malicious_data_goes_to_quarantine_and_only_an_administrator_decides()
    {
        var (client, admin, id) = await SceneAsync();
        var task = await client.StageAndImportAsync(admin, id, Eicar);

        Assert.Equal("failure", task["status"]!.ToString());
        var image = await ImageAsync(id);
        Assert.Equal((ImageStatus.Queued, "scan.infected"), (image.Status, image.StatusReason));
        var item = Assert.Single((await QuarantineAsync(admin))["items"]!.AsArray())!;
        item.AssertHas($$"""{ "imageId": "{{id}}", "projectId": "{{_project}}", "size": {{Eicar.Length}}, "signature": "Eicar-Test-Signature.UNOFFICIAL" }""");
        Assert.True(File.Exists(StagingPath(item["id"]!.ToString())));
        await AssertOutOfReachAsync(client, item);

        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"/api/v1/quarantine/{item["id"]}"));
        Assert.False(File.Exists(StagingPath(item["id"]!.ToString())));
        Assert.Empty((await QuarantineAsync(admin))["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"/api/v1/quarantine/{item["id"]}"));
        Assert.Equal(["upload.quarantine", "upload.discard"], await ActionsAsync(item));
    }

    [Fact]
    public async Task Malicious_data_of_an_upload_in_one_request_is_409_and_goes_to_quarantine()
    {
        var (client, admin, id) = await SceneAsync();
        using var refused = await client.PutDataAsync(id, Eicar);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal((ImageStatus.Queued, "scan.infected"), ((await ImageAsync(id)).Status, (await ImageAsync(id)).StatusReason));
        Assert.Equal(id, Assert.Single((await QuarantineAsync(admin))["items"]!.AsArray())!["imageId"]!.ToString());
    }

    [Fact]
    public async Task Malicious_data_of_an_upload_that_can_be_continued_goes_to_quarantine_and_can_be_released()
    {
        var (client, admin, id) = await SceneAsync();
        var sender = new TusClient(client);
        using var created = await sender.CreateAsync(Eicar.Length, TusClient.Metadata(("image_id", id)), Cancellation);
        using var sent = await sender.PatchAsync(created.Upload(), 0, Eicar, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);

        await Eventually.SeeAsync(() => ImageAsync(id), image => image.StatusReason == "scan.infected", Cancellation);
        var item = Assert.Single((await QuarantineAsync(admin))["items"]!.AsArray())!;
        await Eventually.SeeAsync(
            () => portal.InDatabaseAsync(db => db.Jobs.AsNoTracking().SingleAsync(job => job.ImageId == Guid.Parse(id), Cancellation)),
            job => job.State == JobState.Failed, Cancellation);
        await AssertOutOfReachAsync(client, item);
        Assert.Equal(HttpStatusCode.Accepted, await admin.StatusAsync(HttpMethod.Post, $"/api/v1/quarantine/{item["id"]}/release"));
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Active, Cancellation);
        Assert.Equal(Eicar, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
    }

    [Fact]
    public async Task What_is_released_becomes_the_image_without_another_scan()
    {
        var (client, admin, id) = await SceneAsync();
        await client.StageAndImportAsync(admin, id, Eicar);
        var item = Assert.Single((await QuarantineAsync(admin))["items"]!.AsArray())!;

        Assert.Equal(HttpStatusCode.Accepted, await admin.StatusAsync(HttpMethod.Post, $"/api/v1/quarantine/{item["id"]}/release"));
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Active, Cancellation);
        Assert.Equal(Eicar, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
        Assert.Contains("\"result\":\"infected\"", await ProvenanceAsync(id), StringComparison.Ordinal);
        Assert.Equal(["upload.quarantine", "upload.release"], await ActionsAsync(item));
    }

    [Fact]
    public async Task An_image_that_got_other_data_meanwhile_takes_none_from_quarantine()
    {
        var (client, admin, id) = await SceneAsync();
        await client.StageAndImportAsync(admin, id, Eicar);
        var item = Assert.Single((await QuarantineAsync(admin))["items"]!.AsArray())!;
        await client.StageAndImportAsync(admin, id, Bytes.Random(1000));
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Active, Cancellation);

        Assert.Equal(HttpStatusCode.Conflict, await admin.StatusAsync(HttpMethod.Post, $"/api/v1/quarantine/{item["id"]}/release"));
        Assert.True(File.Exists(StagingPath(item["id"]!.ToString())));
    }

    [Theory]
    [InlineData("qcow2")]
    [InlineData("vmdk")]
    [InlineData("vdi")]
    public async Task What_lies_in_the_guests_file_system_is_found(string format)
    {
        var (client, admin, id) = await SceneAsync(format);
        var task = await client.StageAndImportAsync(admin, id, await DiskAsync(format, Marker));

        Assert.Equal("failure", task["status"]!.ToString());
        Assert.Equal("scan.infected", (await ImageAsync(id)).StatusReason);
        var item = Assert.Single((await QuarantineAsync(admin))["items"]!.AsArray())!;
        Assert.Equal("GlancePortal.Test.Marker.UNOFFICIAL", item["signature"]!.ToString());
    }

    [Fact]
    public async Task A_clean_disk_becomes_active()
    {
        var (client, admin, id) = await SceneAsync("qcow2");
        var task = await client.StageAndImportAsync(admin, id, await DiskAsync("qcow2", "nothing bad"));

        Assert.Equal("success", task["status"]!.ToString());
    }

    [Fact]
    public async Task Where_it_is_allowed_data_becomes_active_while_the_scanner_is_away_and_it_is_kept_that_nobody_scanned_it()
    {
        using var lenient = portal.Beside(("Import:Plugins", "scan"), ("Scan:ClamAv", "127.0.0.1:1"), ("Scan:AllowUnscanned", "true"));
        using var client = lenient.Client(project: _project);
        using var admin = lenient.Client("admin");
        var id = await client.NewImageAsync();
        var task = await client.StageAndImportAsync(admin, id, Eicar);

        Assert.Equal("success", task["status"]!.ToString());
        var facts = await lenient.InDatabaseAsync(db => db.ImageProvenances
            .Where(provenance => provenance.ImageId == Guid.Parse(id)).Select(provenance => provenance.Facts).SingleAsync(Cancellation));
        Assert.Contains("\"result\":\"not-scanned\",\"reason\":\"away\"", facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_and_members_see_no_quarantine()
    {
        using var client = portal.Client(project: _project);

        Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Get, "/api/v1/quarantine"));
        Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Delete, $"/api/v1/quarantine/{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Post, $"/api/v1/quarantine/{Guid.NewGuid()}/release"));
    }

    protected static void UseScanner(TrustingPortal portal, string variable)
    {
        ArgumentNullException.ThrowIfNull(portal);
        portal.Settings["Import:Plugins"] = "scan";
        portal.Settings["Scan:ClamAv"] = Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException(
            $"{variable} is not set: run ./test.sh, or test/services/clamd.sh start and export what its env prints.");
    }

    private async Task<(HttpClient Client, HttpClient Admin, string Id)> SceneAsync(string diskFormat = "raw")
    {
        var client = portal.Client(project: _project);
        return (client, portal.Client("admin"), await client.NewImageAsync(diskFormat: diskFormat));
    }

    private async Task AssertOutOfReachAsync(HttpClient owner, JsonNode item)
    {
        using var ended = await new TusClient(owner).DeleteAsync(new Uri($"/uploads/{item["id"]}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, ended.StatusCode);
        await using var scope = portal.Services.CreateAsyncScope();
        var control = scope.ServiceProvider.GetRequiredService<JobControl>();
        var (caller, job) = (Callers.Member(_project), Guid.Parse(item["jobId"]!.ToString()));
        foreach (var attempt in new Func<Task>[] { () => control.RetryAsync(caller, job, Cancellation), () => control.CancelAsync(caller, job, Cancellation) })
        {
            Assert.Equal("scan.quarantined", (await Assert.ThrowsAsync<Domain.Errors.ConflictException>(attempt)).Code);
        }
    }

    private Task<JsonNode> QuarantineAsync(HttpClient admin) => admin.GetJsonAsync($"/api/v1/quarantine?project={_project}");

    private string StagingPath(string upload) => Path.Combine(portal.Folder, "data", "staging", upload);

    private Task<Image> ImageAsync(string id) =>
        portal.InDatabaseAsync(db => db.Images.AsNoTracking().SingleAsync(image => image.Id == Guid.Parse(id), Cancellation));

    private Task<string> ProvenanceAsync(string id) => portal.InDatabaseAsync(db =>
        db.ImageProvenances.Where(provenance => provenance.ImageId == Guid.Parse(id)).Select(provenance => provenance.Facts).SingleAsync(Cancellation));

    private async Task<IReadOnlyList<string>> ActionsAsync(JsonNode item)
    {
        var id = item["id"]!.ToString();
        return await portal.InDatabaseAsync(db => db.AuditEvents
            .Where(change => change.ObjectId == id && (change.Action == "upload.quarantine" || change.Action == "upload.release" || change.Action == "upload.discard"))
            .OrderBy(change => change.Id).Select(change => change.Action).ToListAsync(Cancellation));
    }

    /// <summary>A disk with an ext4 file system that has a file of this text.</summary>
    private static async Task<byte[]> DiskAsync(string format, string text)
    {
        using var folder = new TemporaryFolder();
        var files = Directory.CreateDirectory(folder.File("files")).FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "program"), new string('.', 10_000) + text + new string('.', 10_000), Cancellation);
        await using (var raw = File.Create(folder.File("raw")))
        {
            raw.SetLength(64 << 20);
        }

        await Command.RunAsync("mke2fs", ["-q", "-t", "ext4", "-d", files, folder.File("raw")], cancellationToken: Cancellation);
        await Command.RunAsync("qemu-img", ["convert", "-f", "raw", "-O", format, folder.File("raw"), folder.File("disk")], cancellationToken: Cancellation);
        return await File.ReadAllBytesAsync(folder.File("disk"), Cancellation);
    }
}
