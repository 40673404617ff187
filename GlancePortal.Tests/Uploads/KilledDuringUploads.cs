using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Uploads;

/// <summary>
/// The program is killed at random moments of uploads by both doors. GLANCEPORTAL_TEST_KILLS says how often (6), GLANCEPORTAL_TEST_SEED
/// repeats a run: <c>GLANCEPORTAL_TEST_KILLS=50 ./test.sh cli</c>.
/// </summary>
[Trait("Suite", "cli")]
public sealed class KilledDuringUploads(ITestOutputHelper output)
{
    private const int ContentBytes = 24 * 1024 * 1024;
    private const int LongestLife = 1500;
    private static readonly string[] Settings =
        ["Identity:Provider=TrustedHeaders", "Scrubber:Grace=00:00:00", "Scrubber:Interval=1s", "Logging:LogLevel:Default=Warning"];

    private readonly List<(Guid Id, string Sha512)> _active = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_acknowledged_byte_is_lost_and_nothing_wrong_becomes_active()
    {
        await using var program = new RunningPortal();
        program.Settings.AddRange(Settings);
        await program.InitializeAsync();
        var data = Path.Combine(program.Folder, "data");
        var kills = Number("GLANCEPORTAL_TEST_KILLS") ?? 6;
        var seed = Number("GLANCEPORTAL_TEST_SEED") ?? RandomNumberGenerator.GetInt32(1_000_000);
        output.WriteLine($"{kills} kills, seed {seed}");
        var random = new Random(seed);
        var portal = Connect(program);
        try
        {
            for (var round = 0; round < kills; round++)
            {
                var put = await PutUpload.BeginAsync(portal, Bytes.Random(ContentBytes, random.Next()));
                var tus = await TusUpload.BeginAsync(portal, Bytes.Random(ContentBytes, random.Next()));
                var sending = Task.WhenAll(put.SendAsync(portal), tus.SendAsync(portal));
                var life = random.Next(LongestLife);
                await Task.WhenAny(sending, Task.Delay(life, Cancellation));
                await program.KillAsync();
                await sending;
                portal.Dispose();

                await program.StartAsync();
                portal = Connect(program);
                output.WriteLine($"kill {round + 1} after {life} ms: PUT answered {put.WasAcknowledged}, tus acknowledged {tus.Acknowledged}");
                await tus.AssertKeptAsync(portal, data);
                await put.FinishAsync(portal);
                await tus.FinishAsync(portal);
                _active.AddRange([(put.ImageId, put.Sha512), (tus.ImageId, tus.Sha512)]);
            }

            await AssertAllRightAsync(portal, data);
        }
        catch
        {
            output.WriteLine(program.Output);
            throw;
        }
        finally
        {
            portal.Dispose();
        }
    }

    private async Task AssertAllRightAsync(HttpClient portal, string data)
    {
        foreach (var (id, sha512) in _active)
        {
            var image = await ImageAsync(portal, id);
            Assert.Equal(("active", sha512, (long)ContentBytes), ((string?)image["status"], (string?)image["os_hash_value"], (long?)image["size"]));
            await using var stored = File.OpenRead(Path.Combine(data, "stores", "local", id.ToString()));
            Assert.Equal(sha512, Convert.ToHexStringLower(await SHA512.HashDataAsync(stored, Cancellation)));
        }

        var named = _active.Select(image => image.Id.ToString()).Order(StringComparer.Ordinal).ToList();
        await Eventually.SeeAsync(
            () => Task.FromResult(
                FilesIn(Path.Combine(data, "stores", "local")).Concat(FilesIn(Path.Combine(data, "staging"))).Order(StringComparer.Ordinal).ToList()),
            files => files.SequenceEqual(named), Cancellation);
    }

    private static IEnumerable<string> FilesIn(string folder) => Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!);

    private static HttpClient Connect(RunningPortal program)
    {
        var http = new HttpClient { BaseAddress = new Uri(program.Address), Timeout = Timeout.InfiniteTimeSpan };
        foreach (var (name, value) in new[] { ("X-Identity-Status", "Confirmed"), ("X-User-Id", "u"), ("X-Project-Id", "p"), ("X-Roles", "member") })
        {
            http.DefaultRequestHeaders.Add(name, value);
        }

        return http;
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Task<JsonNode> ImageAsync(HttpClient portal, Guid id) => portal.GetJsonAsync($"/v2/images/{id}");

    private static Task<JsonNode> ActiveAsync(HttpClient portal, Guid id) => Eventually.SeeAsync(
        () => ImageAsync(portal, id), image => (string?)image["status"] == "active", Cancellation);

    /// <summary>Sends in small pieces with a breath between them, so that a kill can fall anywhere.</summary>
    private static PushContent Slowly(byte[] content, CancellationToken cancellationToken)
    {
        const int Piece = 512 * 1024;
        var body = new PushContent();
        _ = Task.Run(
            async () =>
            {
                for (var at = 0; at < content.Length && !cancellationToken.IsCancellationRequested; at += Piece)
                {
                    body.Push(content[at..Math.Min(content.Length, at + Piece)]);
                    await Task.Delay(20, CancellationToken.None);
                }

                body.End();
            },
            CancellationToken.None);
        return body;
    }

    private sealed record PutUpload(Guid ImageId, byte[] Content)
    {
        public string Sha512 { get; } = Convert.ToHexStringLower(SHA512.HashData(Content));

        public bool WasAcknowledged { get; private set; }

        public static async Task<PutUpload> BeginAsync(HttpClient portal, byte[] content)
        {
            using var created = await portal.PostAsJsonAsync(
                "/v2/images", new JsonObject { ["name"] = "put", ["disk_format"] = "raw", ["container_format"] = "bare" }, Cancellation);
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            return new PutUpload(Guid.Parse((string)(await created.JsonAsync())["id"]!), content);
        }

        public async Task SendAsync(HttpClient portal)
        {
            using var broken = new CancellationTokenSource();
            try
            {
                using var answer = await PutAsync(portal, Slowly(Content, broken.Token));
                WasAcknowledged = answer.StatusCode == HttpStatusCode.NoContent;
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                await broken.CancelAsync();
            }
        }

        /// <summary>An answer was a promise; without one the image waits for another try, within 45 seconds, or is whole.</summary>
        public async Task FinishAsync(HttpClient portal)
        {
            var image = await Eventually.SeeAsync(
                () => ImageAsync(portal, ImageId), image => (string?)image["status"] is "queued" or "active", Cancellation);
            if (WasAcknowledged)
            {
                Assert.Equal("active", (string?)image["status"]);
            }

            if ((string?)image["status"] == "queued")
            {
                Assert.Null((string?)image["os_hash_value"]);
                using var answer = await PutAsync(portal, new ByteArrayContent(Content));
                Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            }
        }

        private async Task<HttpResponseMessage> PutAsync(HttpClient portal, HttpContent body)
        {
            body.Headers.ContentType = new("application/octet-stream");
            return await portal.PutAsync($"/v2/images/{ImageId}/file", body, Cancellation);
        }
    }

    private sealed record TusUpload(Uri Address, Guid ImageId, byte[] Content)
    {
        private long _acknowledged;

        public string Sha512 { get; } = Convert.ToHexStringLower(SHA512.HashData(Content));

        public long Acknowledged => Volatile.Read(ref _acknowledged);

        public static async Task<TusUpload> BeginAsync(HttpClient portal, byte[] content)
        {
            using var created = await new TusClient(portal).CreateAsync(content.Length, TusClient.RawImage("tus"), Cancellation);
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            return new TusUpload(created.Upload(), created.ImageId(), content);
        }

        /// <summary>Sends, half of it in one request and the rest in another, and asks all the time what has been acknowledged.</summary>
        public async Task SendAsync(HttpClient portal)
        {
            var sender = new TusClient(portal);
            using var broken = new CancellationTokenSource();
            var asking = AskAsync(sender, broken.Token);
            try
            {
                foreach (var (from, to) in new[] { (0, Content.Length / 2), (Content.Length / 2, Content.Length) })
                {
                    using var sent = await sender.PatchAsync(Address, from, Slowly(Content[from..to], broken.Token), Cancellation);
                    Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
                    Acknowledge(to);
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                // The kill.
            }

            await broken.CancelAsync();
            await asking;
        }

        /// <summary>Every byte that was acknowledged is there, and the right one.</summary>
        public async Task AssertKeptAsync(HttpClient portal, string data)
        {
            var offset = await new TusClient(portal).OffsetAsync(Address, Cancellation);
            Assert.InRange(offset, Acknowledged, Content.Length);
            var staged = Path.Combine(data, "staging", Address.ToString().Split('/')[^1]);
            if (offset > 0 && offset < Content.Length)
            {
                var bytes = new byte[offset];
                await using var file = new FileStream(staged, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                await file.ReadExactlyAsync(bytes, Cancellation);
                Assert.True(bytes.AsSpan().SequenceEqual(Content.AsSpan(0, (int)offset)), "Staged bytes differ from those sent.");
            }
        }

        public async Task FinishAsync(HttpClient portal)
        {
            var sender = new TusClient(portal);
            var offset = await sender.OffsetAsync(Address, Cancellation);
            if (offset < Content.Length)
            {
                using var sent = await sender.PatchAsync(Address, offset, Content[(int)offset..], Cancellation);
                Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
            }

            Assert.Equal(Sha512, (string?)(await ActiveAsync(portal, ImageId))["os_hash_value"]);
        }

        private async Task AskAsync(TusClient sender, CancellationToken broken)
        {
            try
            {
                while (!broken.IsCancellationRequested)
                {
                    Acknowledge(await sender.OffsetAsync(Address, broken));
                    await Task.Delay(50, broken);
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
            {
                // The kill.
            }
        }

        private void Acknowledge(long offset) => Volatile.Write(ref _acknowledged, Math.Max(Acknowledged, offset));
    }
}
