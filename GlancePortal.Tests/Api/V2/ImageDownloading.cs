using System.Net;
using System.Security.Cryptography;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImageDownloadingOnSqlite(TrustingPortal portal) : ImageDownloading(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class ImageDownloadingOnPostgres(PostgresPortal portal) : ImageDownloading(portal);

/// <summary>Data of images: glance-behaviour.md, section 10.</summary>
public abstract class ImageDownloading(TrustingPortal portal)
{
    private const int Size = 3 * 1024 * 1024 + 77;
    private static readonly byte[] Data = Bytes.Random(Size);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_whole_comes_with_its_length_type_and_md5()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Data);
        using var answer = await client.GetAsync($"/v2/images/{id}/file", Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Data, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(Size, answer.Content.Headers.ContentLength);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
#pragma warning disable CA5351 // Glance's checksum is md5
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(Data)), answer.Content.Headers.GetValues("Content-MD5").Single());
#pragma warning restore CA5351
    }

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=1048570-1048580", 1048570, 11)]
    [InlineData("bytes=1-", 1, Size - 1)]
    [InlineData("bytes=-5", Size - 5, 5)]
    [InlineData("bytes=-99999999", 0, Size)]
    [InlineData("bytes=3145728-99999999", 3145728, 77)]
    public async Task A_range_is_206_with_just_these_bytes(string range, int offset, int length)
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Data);
        using var answer = await client.SendJsonAsync(HttpMethod.Get, $"/v2/images/{id}/file", headers: ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {offset}-{offset + length - 1}/{Size}", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(length, answer.Content.Headers.ContentLength);
        Assert.Equal(Data.AsSpan(offset, length).ToArray(), await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("bytes=0-1,5-6", HttpStatusCode.BadRequest)]
    [InlineData("bytes=5-", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=2-1", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=-0", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=x", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("lines=0-1", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=3-3", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes=2-2", HttpStatusCode.PartialContent)]
    public async Task A_range_outside_of_three_bytes_is_refused(string range, HttpStatusCode status)
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync([1, 2, 3]);
        using var answer = await client.SendJsonAsync(HttpMethod.Get, $"/v2/images/{id}/file", headers: ("Range", range));

        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            Assert.Equal("bytes */3", answer.Content.Headers.ContentRange!.ToString());
        }
    }

    [Theory]
    [InlineData("bytes 1-2/*", HttpStatusCode.PartialContent)]
    [InlineData("bytes 3-4/*", HttpStatusCode.RequestedRangeNotSatisfiable)]
    [InlineData("bytes x", HttpStatusCode.RequestedRangeNotSatisfiable)]
    public async Task The_older_way_to_ask_for_a_range_is_understood(string contentRange, HttpStatusCode status)
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync([1, 2, 3]);
        // HttpClient knows this header as one of a body only.
        var answer = await portal.Server.SendAsync(context =>
        {
            context.Request.Path = $"/v2/images/{id}/file";
            context.Request.Headers.ContentRange = contentRange;
            foreach (var header in client.DefaultRequestHeaders)
            {
                context.Request.Headers[header.Key] = header.Value.ToArray();
            }
        }, Cancellation);

        Assert.Equal((int)status, answer.Response.StatusCode);
    }

    [Fact]
    public async Task The_only_byte_of_an_image_is_a_range_too()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync([7]);
        using var answer = await client.SendJsonAsync(HttpMethod.Get, $"/v2/images/{id}/file", headers: ("Range", "bytes=0-0"));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("bytes 0-0/1", answer.Content.Headers.ContentRange!.ToString());
    }

    [Theory]
    [InlineData("local", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("nowhere", HttpStatusCode.BadRequest)]
    [InlineData("local,nowhere", HttpStatusCode.BadRequest)]
    public async Task A_store_to_prefer_is_one_that_there_is(string stores, HttpStatusCode status)
    {
        using var client = portal.Client();
        using var other = portal.Client();
        var id = await client.UploadImageAsync([1]);

        Assert.Equal(status, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file?prefer={stores}"));
        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file?prefer={stores}"));
    }

    [Fact]
    public async Task Data_that_its_store_does_not_give_is_503()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync([1]);
        File.Delete(StoredFile(id));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
    }

    [Fact]
    public async Task Without_data_there_is_204_and_at_our_own_door_409()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        using var answer = await client.GetAsync($"/v2/images/{id}/file", Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(HttpStatusCode.Conflict, await client.StatusAsync(HttpMethod.Get, $"/api/v1/images/{id}/file"));
    }

    [Fact]
    public async Task A_reader_sees_but_does_not_download_and_others_see_nothing()
    {
        using var client = portal.Client();
        using var reader = portal.Client("reader", client.DefaultRequestHeaders.GetValues("X-Project-Id").Single());
        using var other = portal.Client();
        using var admin = portal.Client("admin");
        var id = await client.UploadImageAsync([1]);

        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.Forbidden, await reader.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
        Assert.Equal(HttpStatusCode.Forbidden, await reader.StatusAsync(HttpMethod.Get, $"/api/v1/images/{id}/file"));
        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
    }

    [Theory]
    [InlineData("Bücher/2026", "attachment; filename=B_cher_2026.raw; filename*=UTF-8''B%C3%BCcher_2026.raw")]
    [InlineData("disk.raw", "attachment; filename=disk.raw; filename*=UTF-8''disk.raw")]
    public async Task The_download_link_names_the_file_after_the_image(string name, string disposition)
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Data, name);
        using var answer = await client.GetAsync($"/api/v1/images/{id}/file", Cancellation);

        Assert.Equal(disposition, answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal(Data, await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task A_download_goes_on_only_in_the_same_data()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Data);
        using var whole = await client.GetAsync($"/api/v1/images/{id}/file", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var tag = whole.Headers.ETag!.ToString();

        using var same = await client.SendJsonAsync(
            HttpMethod.Get, $"/api/v1/images/{id}/file", headers: [("Range", "bytes=5-9"), ("If-Range", tag)]);
        using var other = await client.SendJsonAsync(
            HttpMethod.Get, $"/api/v1/images/{id}/file", headers: [("Range", "bytes=5-9"), ("If-Range", "\"other\"")]);

        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(2 * 1024 * 1024 + 5, null)]
    [InlineData(2 * 1024 * 1024 + 5, "bytes=2097152-2097153")]
    public async Task A_flipped_byte_on_disk_never_leaves_as_a_complete_answer_and_is_reported(int at, string? range)
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Data);
        var file = StoredFile(id);
        var bytes = await File.ReadAllBytesAsync(file, Cancellation);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancellation);

        // Refused before it began, or broken off on the way.
        var isComplete = false;
        try
        {
            using var answer = await client.SendJsonAsync(
                HttpMethod.Get, $"/v2/images/{id}/file", headers: range is null ? [] : [("Range", range)]);
            await answer.Content.ReadAsByteArrayAsync(Cancellation);
            isComplete = answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
        }
        catch (IOException)
        {
        }

        Assert.False(isComplete);
        Assert.Equal("content.damaged", await portal.InDatabaseAsync(db => db.AuditEvents
            .Where(change => change.Action == "image.damaged" && change.ObjectId == id).Select(change => change.Cause).FirstAsync(Cancellation)));
    }

    private string StoredFile(string id) =>
        Directory.GetFiles(Path.Combine(portal.Folder, "data", "stores"), $"*{id}*", SearchOption.AllDirectories).Single();
}
