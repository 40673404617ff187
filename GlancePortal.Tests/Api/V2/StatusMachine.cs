using System.Net;
using System.Net.Http.Headers;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class StatusMachineOnSqlite(TrustingPortal portal) : StatusMachine(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class StatusMachineOnPostgres(PostgresPortal portal) : StatusMachine(portal);

/// <summary>What can be done in which status: glance-behaviour.md, section 8.</summary>
public abstract class StatusMachine(TrustingPortal portal)
{
    private readonly string _project = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ImageStatus.Queued, 200, 204, 204, 403, 204)]
    [InlineData(ImageStatus.Saving, 200, 204, 409, 403, 204)]
    [InlineData(ImageStatus.Uploading, 200, 204, 409, 403, 204)]
    [InlineData(ImageStatus.Importing, 200, 204, 409, 403, 204)]
    [InlineData(ImageStatus.Killed, 200, 204, 409, 403, 204)]
    [InlineData(ImageStatus.PendingDelete, 404, 404, 404, 404, 404)]
    [InlineData(ImageStatus.Deleted, 404, 404, 404, 404, 404)]
    public async Task Without_data_a_status_decides_on_what_can_be_done(
        ImageStatus status, int shown, int download, int upload, int deactivated, int deleted)
    {
        using var client = portal.Client(project: _project);
        var answers = new List<int>();
        foreach (var (method, below) in new[] { ("GET", ""), ("GET", "/file"), ("PUT", "/file"), ("POST", "/actions/deactivate"), ("DELETE", "") })
        {
            var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
            await SetAsync(id, status);
            using var request = new HttpRequestMessage(new HttpMethod(method), $"/v2/images/{id}{below}");
            if (method == "PUT")
            {
                request.Content = new ByteArrayContent([1]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
            }

            using var answer = await client.SendAsync(request, Cancellation);
            answers.Add((int)answer.StatusCode);
        }

        Assert.Equal([shown, download, upload, deactivated, deleted], answers);
    }

    [Theory]
    [InlineData(ImageStatus.Active, true)]
    [InlineData(ImageStatus.Deactivated, true)]
    [InlineData(ImageStatus.Saving, false)]
    [InlineData(ImageStatus.Importing, true)]
    public async Task Data_that_is_there_is_read_in_few_statuses_and_never_written_again(ImageStatus status, bool isRead)
    {
        using var client = portal.Client(project: _project);
        using var admin = portal.Client("admin");
        var id = await client.UploadImageAsync([1, 2]);
        await SetAsync(id, status);
        using var content = new ByteArrayContent([3]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var again = await client.PutAsync($"/v2/images/{id}/file", content, Cancellation);

        Assert.Equal(isRead ? HttpStatusCode.OK : HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{id}"));
    }

    [Theory]
    [InlineData(ImageStatus.Killed)]
    [InlineData(ImageStatus.PendingDelete)]
    [InlineData(ImageStatus.Deleted)]
    public async Task What_failed_or_is_gone_is_in_no_list(ImageStatus status)
    {
        using var client = portal.Client(project: _project);
        using var admin = portal.Client("admin");
        var id = await client.CreateImageIdAsync();
        await SetAsync(id, status);

        foreach (var caller in new[] { client, admin })
        {
            Assert.Empty(await caller.ListImagesAsync($"?owner={_project}&visibility=all"));
            Assert.Empty(await caller.ListImagesAsync($"?owner={_project}&status=in:killed,deleted,pending_delete"));
        }
    }

    // As records that others made, or a moment of work that is hard to stop at.
    private Task<int> SetAsync(string id, ImageStatus status)
    {
        var key = Guid.Parse(id);
        DateTimeOffset? deletedAt = status is ImageStatus.PendingDelete or ImageStatus.Deleted ? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) : null;
        return portal.InDatabaseAsync(db => db.WriteAsync(
            token => db.Images.Where(image => image.Id == key).ExecuteUpdateAsync(
                image => image.SetProperty(row => row.Status, status).SetProperty(row => row.DeletedAt, deletedAt).SetProperty(row => row.Version, row => row.Version + 1),
                token),
            Cancellation));
    }
}
