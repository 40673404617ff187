using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

/// <summary>When the data of a deleted image goes: glance-behaviour.md, sections 4 and 14.</summary>
[Trait("Suite", "api")]
public sealed class DeletedData
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_restore_window_the_data_goes_at_once()
    {
        using var own = new TrustingPortal { Settings = { ["Images:RestoreWindow"] = "0" } };
        using var client = own.Client();
        var id = await client.UploadImageAsync(Bytes.Random(1000));
        Assert.Contains(StoredFiles(own), file => file.Contains(id, StringComparison.Ordinal));

        await client.DeleteAsync($"/v2/images/{id}", Cancellation);

        Assert.DoesNotContain(StoredFiles(own), file => file.Contains(id, StringComparison.Ordinal));
        Assert.False(await own.InDatabaseAsync(db => db.ImageLocations.AnyAsync(Cancellation)));
        using var answer = await client.SendJsonAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore");
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Equal("image.restore_over", (await answer.JsonAsync())["code"]!.ToString());
    }

    [Fact]
    public async Task When_the_restore_window_is_over_the_data_goes_and_the_id_stays_burnt()
    {
        using var own = new TrustingPortal();
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
