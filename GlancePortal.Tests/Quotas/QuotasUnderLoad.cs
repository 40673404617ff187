using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Quotas;

[Trait("Suite", "api")]
public sealed class QuotasUnderLoadOnSqlite : QuotasUnderLoad
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}

[Trait("Suite", "api")]
public sealed class QuotasUnderLoadOnPostgres : QuotasUnderLoad
{
    protected override async Task<string?> DatabaseAsync() => await PostgresServer.CreateDatabaseAsync();
}

/// <summary>glance-behaviour.md, 24 Quotas, which hold here whatever comes at the same time: fifty ask, there is room for ten.</summary>
public abstract class QuotasUnderLoad : IAsyncLifetime
{
    private const int Askers = 50;
    private const int Room = 10;
    private const int ImageBytes = 100_000;
    private readonly string _project = Guid.NewGuid().ToString("N");
    private string? _database;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await DatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await PostgresServer.DropDatabaseAsync(_database);
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_many_who_send_data_as_many_succeed_as_it_fits()
    {
        using var portal = Portal(("ImageSizeTotal", Room * ImageBytes));
        using var client = portal.Client(project: _project);
        var ids = await AtOnceAsync(_ => client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }"""));
        var data = Bytes.Random(ImageBytes);

        var answers = await AtOnceAsync(i => PutAsync(client, ids[i], new ByteArrayContent(data)));

        AssertTenSucceeded(answers, HttpStatusCode.NoContent);
        Assert.Equal(Room, (await client.ListImagesAsync("?status=active&limit=100")).Count);
        Assert.Equal(Askers - Room, (await client.ListImagesAsync("?status=queued&limit=100")).Count);
    }

    [Fact]
    public async Task Data_of_unknown_length_takes_no_more_than_there_is()
    {
        using var portal = Portal(("ImageSizeTotal", Room * ImageBytes));
        using var client = portal.Client(project: _project);
        var ids = await AtOnceAsync(_ => client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }"""));
        var data = Bytes.Random(ImageBytes);

        var answers = await AtOnceAsync(i => PutAsync(client, ids[i], Chunked(data)));

        Assert.All(answers, answer => Assert.Contains(answer, new[] { HttpStatusCode.NoContent, HttpStatusCode.RequestEntityTooLarge }));
        Assert.InRange(answers.Count(answer => answer == HttpStatusCode.NoContent), 0, Room);
        Assert.Equal(0, await ReservedAsync(portal));
        // Nobody is in the way now: the rest of the room can be used to its last byte.
        foreach (var id in (await client.ListImagesAsync("?status=queued&limit=100")).Take(Room - answers.Count(answer => answer == HttpStatusCode.NoContent)))
        {
            Assert.Equal(HttpStatusCode.NoContent, await PutAsync(client, id, Chunked(data)));
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(client, (await client.ListImagesAsync("?status=queued"))[0], Chunked([1])));
    }

    [Theory]
    [InlineData("ImageSizeTotal", ImageBytes)]
    [InlineData("ImageStageTotal", ImageBytes)]
    [InlineData("ImageCountUploading", 1)]
    [InlineData("ImageCountTotal", 1)]
    public async Task Of_many_who_begin_an_upload_as_many_succeed_as_it_fits(string limit, int each)
    {
        using var portal = Portal((limit, Room * each));
        using var client = portal.Client(project: _project);
        var sender = new TusClient(client);

        var created = await AtOnceAsync(i => sender.CreateAsync(ImageBytes, TusClient.RawImage($"image-{i}"), Cancellation));

        AssertTenSucceeded([.. created.Select(answer => answer.StatusCode)], HttpStatusCode.Created);
        // Who was refused has left no record behind.
        Assert.Equal(Room, (await client.ListImagesAsync("?limit=100")).Count);
        await sender.DeleteAsync(created.First(answer => answer.IsSuccessStatusCode).Upload(), Cancellation);
        using var next = await sender.CreateAsync(ImageBytes, TusClient.RawImage("next"), Cancellation);
        Assert.Equal(limit == "ImageCountTotal" ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.Created, next.StatusCode);
    }

    [Fact]
    public async Task Of_many_who_make_images_as_many_succeed_as_there_may_be()
    {
        using var portal = Portal(("ImageCountTotal", Room));
        using var client = portal.Client(project: _project);

        var answers = await AtOnceAsync(_ => client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject()));

        AssertTenSucceeded(answers, HttpStatusCode.Created);
    }

    protected abstract Task<string?> DatabaseAsync();

    private static void AssertTenSucceeded(IReadOnlyList<HttpStatusCode> answers, HttpStatusCode success)
    {
        Assert.Equal(Room, answers.Count(answer => answer == success));
        Assert.Equal(Askers - Room, answers.Count(answer => answer == HttpStatusCode.RequestEntityTooLarge));
    }

    private static Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> ask) => Task.WhenAll(Enumerable.Range(0, Askers).Select(i => Task.Run(() => ask(i))));

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, string id, HttpContent content)
    {
        using (content)
        {
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var answer = await client.PutAsync($"/v2/images/{id}/file", content, Cancellation);
            return answer.StatusCode;
        }
    }

    private static PushContent Chunked(byte[] data)
    {
        var content = new PushContent();
        content.Push(data);
        content.End();
        return content;
    }

    private static Task<long> ReservedAsync(TrustingPortal portal) =>
        portal.InDatabaseAsync(db => db.Uploads.SumAsync(upload => upload.ReservedBytes, Cancellation));

    private TrustingPortal Portal((string Name, int Value) limit)
    {
        var portal = new TrustingPortal { Settings = { [$"Quotas:Default:{limit.Name}"] = limit.Value.ToString(CultureInfo.InvariantCulture) } };
        if (_database is not null)
        {
            portal.Settings["Database:Provider"] = "PostgreSql";
            portal.Settings["Database:ConnectionString"] = _database;
        }

        return portal;
    }
}
