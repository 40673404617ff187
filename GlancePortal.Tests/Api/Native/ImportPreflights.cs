using System.Buffers.Binary;
using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.Native;

/// <summary>`POST /api/v1/imports/preflight`.</summary>
[Trait("Suite", "api")]
public sealed class ImportPreflights : IClassFixture<ImportPreflights.Portal>, IAsyncLifetime
{
    private readonly Portal _portal;
    private readonly TrapServer _server = new();

    public ImportPreflights(Portal portal) => _portal = portal;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_look_tells_what_the_file_is()
    {
        var disk = new byte[3_000_000];
        "QFI\xFB"u8.ToArray().CopyTo(disk, 0);
        (disk[3], disk[7]) = (0xFB, 2);
        BinaryPrimitives.WriteInt64BigEndian(disk.AsSpan(24), 1 << 30);
        _server.Answer = visit => visit.Path switch
        {
            "/start.img" => Traps.Redirect("/images/disk.qcow2?signature=secret")(visit),
            "/SHA256SUMS" => Traps.File(System.Text.Encoding.ASCII.GetBytes($"{new string('a', 64)}  start.img\n"))(visit),
            _ => Traps.File(disk, headers: "Content-Type: application/octet-stream")(visit),
        };

        var body = await LookAsync(_server.Address("/start.img").ToString(), "SHA256SUMS");

        var expected = new JsonObject
        {
            ["finalAddress"] = _server.Address("/images/disk.qcow2").ToString(),
            ["redirects"] = new JsonArray(_server.Address("/start.img").ToString()),
            ["size"] = disk.Length,
            ["contentType"] = "application/octet-stream",
            ["acceptsRanges"] = true,
            ["canResume"] = true,
            ["certificate"] = null,
            ["detectedFormat"] = "qcow2",
            ["virtualSize"] = 1 << 30,
            ["checksum"] = new JsonObject { ["algorithm"] = "sha256", ["value"] = new string('a', 64) },
        };
        Assert.True(JsonNode.DeepEquals(expected, body), body.ToJsonString());
        Assert.Equal("bytes=0-1048575", _server.Requests.First().Header("Range"));
    }

    [Fact]
    public async Task A_server_without_parts_tells_too()
    {
        _server.Answer = Traps.Whole(Bytes.Random(2_000_000));

        var body = await LookAsync(_server.Address().ToString());

        Assert.Equal("raw", (string?)body["detectedFormat"]);
        Assert.Equal((2_000_000, false, false), ((int)body["size"]!, (bool)body["acceptsRanges"]!, (bool)body["canResume"]!));
    }

    [Fact]
    public async Task An_empty_file_tells_too()
    {
        _server.InTurn(Traps.Status(416, "Content-Range: bytes */0"), Traps.File([]));

        Assert.Equal(0, (int)(await LookAsync(_server.Address().ToString()))["size"]!);
    }

    [Theory]
    [InlineData("http://127.0.0.2/disk.img", null, 400, "import.uri_filtered")]
    [InlineData("file:///etc/passwd", null, 400, "import.uri_filtered")]
    [InlineData("", null, 400, "import.uri_filtered")]
    [InlineData("{server}/disk.img", "no checksum", 400, "import.checksum_invalid")]
    [InlineData("{server}/gone.img", null, 422, "import.source_not_found")]
    [InlineData("{server}/page.html", null, 422, "import.source_html")]
    [InlineData("{server}/busy", null, 422, "import.source_refused")]
    [InlineData("{server}/disk.img", "sums", 422, "import.checksum_missing")]
    public async Task A_refusal_names_its_cause(string uri, string? checksum, int status, string code)
    {
        _server.Answer = visit => visit.Path switch
        {
            "/gone.img" => Traps.Status(404)(visit),
            "/busy" => Traps.Status(503)(visit),
            "/page.html" => Traps.File("<!doctype html>Please sign in."u8.ToArray())(visit),
            _ => Traps.File(Bytes.Random(1000))(visit),
        };

        var body = await LookAsync(uri.Replace("{server}", $"http://{_server.Authority}", StringComparison.Ordinal), checksum, (HttpStatusCode)status);

        Assert.Equal(code, (string?)body["code"]);
    }

    [Fact]
    public async Task The_certificate_of_the_server_is_shown()
    {
        await using var server = new TrapServer(certificate: _portal.Authority.Server()) { Answer = Traps.File(Bytes.Random(1000)) };

        var certificate = (await LookAsync(server.Address().ToString()))["certificate"]!;

        Assert.Equal(("CN=store.example", _portal.Authority.Certificate.Subject), ((string?)certificate["subject"], (string?)certificate["issuer"]));
        Assert.True((DateTimeOffset)certificate["validUntil"]! > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Who_may_not_create_images_may_not_look()
    {
        using var client = _portal.Client("reader");

        using var answer = await client.SendTextAsync(HttpMethod.Post, "/api/v1/imports/preflight", $$"""{ "uri": "{{_server.Address()}}" }""");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(0, _server.Connections);
    }

    private async Task<JsonNode> LookAsync(string uri, string? checksum = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var client = _portal.Client();
        var request = new JsonObject { ["uri"] = uri };
        if (checksum is not null)
        {
            request["checksum"] = checksum;
        }

        return await client.SendDocumentedAsync(await _portal.DocumentAsync(), HttpMethod.Post, "/api/v1/imports/preflight", request, status);
    }

    public sealed class Portal : TrustingPortal
    {
        public Portal()
        {
            Settings["Import:WebDownload:AllowedPrivateHosts"] = "127.0.0.1";
            Settings["Import:WebDownload:AllowedPorts"] = "*";
            Settings["Import:WebDownload:CaFile"] = Path.Combine(Folder, "ca.pem");
            Authority.WriteTo(Settings["Import:WebDownload:CaFile"]!);
        }

        internal TestAuthority Authority { get; } = TestAuthority.Root();
    }
}
