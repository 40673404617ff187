using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImageDeletionOnSqlite(TrustingPortal portal) : ImageDeletion(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class ImageDeletionOnPostgres(PostgresPortal portal) : ImageDeletion(portal);

/// <summary>Deletion and taking it back: glance-behaviour.md, sections 8 and 14.</summary>
public abstract class ImageDeletion(TrustingPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deleted_image_is_gone_for_every_door()
    {
        using var client = portal.Client();
        var id = await client.UploadImageAsync(Bytes.Random(1000));

        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));

        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, $"/api/v1/images/{id}/file"));
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));
        Assert.DoesNotContain(id, await client.ListImagesAsync("?visibility=all"));
        Assert.Equal(HttpStatusCode.Conflict, await client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["id"] = id }));
    }

    [Theory]
    [InlineData("member")]
    [InlineData("admin")]
    public async Task A_protected_image_is_deleted_by_nobody(string roles)
    {
        using var client = portal.Client(roles);
        var id = await client.CreateImageIdAsync("""{ "protected": true }""");

        Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, $"/v2/images/{id}"));
    }

    [Theory]
    [InlineData("private", HttpStatusCode.NotFound)]
    [InlineData("community", HttpStatusCode.Forbidden)]
    public async Task Others_delete_nothing(string visibility, HttpStatusCode status)
    {
        using var client = portal.Client();
        using var other = portal.Client();
        var id = await client.CreateImageIdAsync($$"""{ "visibility": "{{visibility}}" }""");

        Assert.Equal(status, await other.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));
    }

    [Fact]
    public async Task An_active_image_is_restored_with_its_data()
    {
        using var client = portal.Client();
        var data = Bytes.Random(3000);
        var id = await client.UploadImageAsync(data);
        await client.DeleteAsync($"/v2/images/{id}", Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore"));

        Assert.Equal("active", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
        Assert.Equal(data, await client.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
    }

    [Fact]
    public async Task Only_its_own_project_restores_an_image()
    {
        using var client = portal.Client();
        using var other = portal.Client();
        using var reader = portal.Client("reader", client.DefaultRequestHeaders.GetValues("X-Project-Id").Single());
        var id = await client.CreateImageIdAsync("""{ "visibility": "community" }""");
        await client.DeleteAsync($"/v2/images/{id}", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore"));
        Assert.Equal(HttpStatusCode.Forbidden, await reader.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore"));
    }

    [Fact]
    public async Task What_is_not_deleted_cannot_be_restored()
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        using var answer = await client.SendJsonAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("image.not_deleted", (await answer.JsonAsync())["code"]!.ToString());
    }

    [Fact]
    public async Task Without_a_restore_window_the_data_goes_at_once()
    {
        using var own = portal.Beside(("Images:RestoreWindow", "0"));
        using var client = own.Client();
        var id = await client.UploadImageAsync(Bytes.Random(1000));
        Assert.Contains(StoredFiles(own), file => file.Contains(id, StringComparison.Ordinal));

        await client.DeleteAsync($"/v2/images/{id}", Cancellation);

        Assert.DoesNotContain(StoredFiles(own), file => file.Contains(id, StringComparison.Ordinal));
        Assert.False(await own.InDatabaseAsync(db => db.ImageLocations.AnyAsync(location => location.ImageId == Guid.Parse(id), Cancellation)));
        using var answer = await client.SendJsonAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore");
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Equal("image.restore_over", (await answer.JsonAsync())["code"]!.ToString());
    }

    [Fact]
    public async Task When_the_restore_window_is_over_the_data_goes_and_the_id_stays_burnt()
    {
        using var own = portal.Beside();
        using var client = own.Client();
        var id = await client.UploadImageAsync(Bytes.Random(1000));
        await client.DeleteAsync($"/v2/images/{id}", Cancellation);
        var guid = Guid.Parse(id);
        await own.InDatabaseAsync(db => db.WriteAsync(
            token => db.Images.Where(image => image.Id == guid).ExecuteUpdateAsync(
                image => image.SetProperty(row => row.DeletedAt, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)), token),
            Cancellation));

        Assert.Equal(HttpStatusCode.Gone, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore"));
        await using var scope = own.Services.CreateAsyncScope();
        var purged = await scope.ServiceProvider.GetRequiredService<ImageRecords>().PurgeDueAsync(Cancellation);

        Assert.Equal(1, purged);
        Assert.DoesNotContain(StoredFiles(own), file => file.Contains(id, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Gone, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore"));
        Assert.Equal(HttpStatusCode.Conflict, await client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["id"] = id }));
    }

    private static string[] StoredFiles(TrustingPortal own) =>
        Directory.GetFiles(Path.Combine(own.Folder, "data", "stores"), "*", SearchOption.AllDirectories);
}
