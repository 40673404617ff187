using System.Net;
using GlancePortal.Domain.Audit;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class DeactivationOnSqlite(TrustingPortal portal) : Deactivation(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class DeactivationOnPostgres(PostgresPortal portal) : Deactivation(portal);

/// <summary>Images out of use: glance-behaviour.md, sections 10 and 14.</summary>
public abstract class Deactivation(TrustingPortal portal)
{
    private readonly string _alpha = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deactivated_image_is_downloaded_by_administrators_only_until_it_is_active_again()
    {
        using var owner = portal.Client("member", _alpha);
        using var admin = portal.Client("admin");
        var data = Bytes.Random(2000);
        var id = await owner.UploadImageAsync(data);

        Assert.Equal(HttpStatusCode.NoContent, await DeactivateAsync(owner, id));

        Assert.Equal("deactivated", await StatusOfAsync(owner, id));
        Assert.Equal(HttpStatusCode.Forbidden, await owner.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/file"));
        Assert.Equal(HttpStatusCode.Forbidden, await owner.StatusAsync(HttpMethod.Get, $"/api/v1/images/{id}/file"));
        Assert.Equal(data, await admin.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
        Assert.Equal([id], await owner.ListImagesAsync("?status=deactivated&visibility=shared"));
        Assert.Equal(HttpStatusCode.NoContent, await ReactivateAsync(owner, id));
        Assert.Equal("active", await StatusOfAsync(owner, id));
        Assert.Equal(data, await owner.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
    }

    [Fact]
    public async Task What_is_so_already_stays_without_a_trace()
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.UploadImageAsync([1]);
        var version = await VersionOfAsync(id);

        Assert.Equal(HttpStatusCode.NoContent, await ReactivateAsync(owner, id));
        Assert.Equal(version, await VersionOfAsync(id));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DeactivateAsync(owner, id)));

        Assert.All(outcomes, status => Assert.Equal(HttpStatusCode.NoContent, status));
        Assert.Equal(version + 1, await VersionOfAsync(id));
        Assert.Equal(["image.deactivate"], await portal.InDatabaseAsync(db => db.AuditEvents
            .Where(change => change.ObjectId == id && change.Action.EndsWith("activate") && change.Action != "image.activate")
            .Select(change => change.Action).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task An_image_without_data_is_neither_taken_out_of_use_nor_brought_back()
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.CreateImageIdAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await DeactivateAsync(owner, id));
        Assert.Equal(HttpStatusCode.Forbidden, await ReactivateAsync(owner, id));
        Assert.Equal("queued", await StatusOfAsync(owner, id));
    }

    [Theory]
    [InlineData("member", true, "private", HttpStatusCode.NoContent)]
    [InlineData("reader", true, "private", HttpStatusCode.Forbidden)]
    [InlineData("admin", false, "private", HttpStatusCode.NoContent)]
    [InlineData("member", false, "community", HttpStatusCode.Forbidden)]
    [InlineData("member", false, "private", HttpStatusCode.NotFound)]
    public async Task Who_takes_an_image_out_of_use(string roles, bool isOwner, string visibility, HttpStatusCode status)
    {
        using var owner = portal.Client("member", _alpha);
        using var caller = portal.Client(roles, isOwner ? _alpha : null);
        var id = await owner.UploadImageAsync([1]);
        using var patched = await owner.PatchImageAsync(id, $$"""[{ "op": "replace", "path": "/visibility", "value": "{{visibility}}" }]""");

        Assert.Equal(status, await DeactivateAsync(caller, id));
        Assert.Equal(status, await ReactivateAsync(caller, id));
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_404()
    {
        using var admin = portal.Client("admin");

        Assert.Equal(HttpStatusCode.NotFound, await DeactivateAsync(admin, "6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        Assert.Equal(HttpStatusCode.NotFound, await ReactivateAsync(admin, "none"));
    }

    [Fact]
    public async Task Open_pages_hear_of_it()
    {
        using var owner = portal.Client("member", _alpha);
        var id = await owner.UploadImageAsync([1]);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        var heard = FirstAsync(portal.Services.GetRequiredService<ChangeBroadcast>(), id, deadline.Token);

        await DeactivateAsync(owner, id);

        Assert.Equal(("image.deactivate", _alpha), await heard);
    }

    private static async Task<(string Action, string? Project)> FirstAsync(ChangeBroadcast broadcast, string id, CancellationToken cancellationToken)
    {
        await foreach (var update in broadcast.WatchAsync(cancellationToken))
        {
            if (update.ObjectId == id)
            {
                return (update.Action, update.ProjectId);
            }
        }

        return ("", null);
    }

    private static Task<HttpStatusCode> DeactivateAsync(HttpClient client, string id) =>
        client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/actions/deactivate");

    private static Task<HttpStatusCode> ReactivateAsync(HttpClient client, string id) =>
        client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/actions/reactivate");

    private static async Task<string> StatusOfAsync(HttpClient client, string id) =>
        (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString();

    private Task<long> VersionOfAsync(string id)
    {
        var image = Guid.Parse(id);
        return portal.InDatabaseAsync(db => db.Images.Where(row => row.Id == image).Select(row => row.Version).SingleAsync(Cancellation));
    }
}
