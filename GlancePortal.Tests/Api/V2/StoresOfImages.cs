using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class StoresOnSqlite(StoresOnSqlite.TwoStores portal) : StoresOfImages(portal), IClassFixture<StoresOnSqlite.TwoStores>
{
    public sealed class TwoStores : TrustingPortal
    {
        public TwoStores() => AddArchive(this);
    }
}

[Trait("Suite", "api")]
public sealed class StoresOnPostgres(StoresOnPostgres.TwoStores portal) : StoresOfImages(portal), IClassFixture<StoresOnPostgres.TwoStores>
{
    public sealed class TwoStores : PostgresPortal
    {
        public TwoStores() => AddArchive(this);
    }
}

/// <summary>What is told of the stores, and copies in one of them: glance-behaviour.md, sections 10, 14 and 18.</summary>
public abstract class StoresOfImages(TrustingPortal portal)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("admin")]
    [InlineData("service")]
    public async Task Administrators_and_services_know_how_the_stores_are_set_up(string roles)
    {
        using var client = portal.Client(roles);

        var stores = (await client.GetJsonAsync("/v2/info/stores/detail"))["stores"]!.AsArray();

        Assert.Equal(
            """{"id":"archive","description":"Tape","read-only":"true","type":"file","weight":7,"properties":{"data_dir":"archive","chunk_size":1048576,"thin_provisioning":false}}""",
            stores[0]!.ToJsonString());
        Assert.Equal(
            """{"id":"local","default":"true","type":"file","weight":0,"properties":{"data_dir":"local","chunk_size":1048576,"thin_provisioning":false}}""",
            stores[1]!.ToJsonString());
    }

    [Fact]
    public async Task Others_know_only_which_stores_there_are()
    {
        using var client = portal.Client();

        var stores = await client.GetJsonAsync("/v2/info/stores");

        Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Get, "/v2/info/stores/detail"));
        Assert.Equal(
            """{"stores":[{"id":"archive","description":"Tape","read-only":"true"},{"id":"local","default":"true"}]}""", stores.ToJsonString());
    }

    [Fact]
    public async Task A_service_that_passes_a_request_on_counts_as_one()
    {
        using var client = portal.Client();
        using var answer = await client.SendJsonAsync(HttpMethod.Get, "/v2/info/stores/detail", headers: ("X-Service-Roles", "service"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Of_one_store_only_nothing_is_told_or_removed()
    {
        using var single = portal.Beside(("Stores:SingleStoreMode", "true"));
        using var admin = single.Client("admin");
        using var member = single.Client();
        var id = await member.UploadImageAsync([1]);

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, "/v2/info/stores/detail"));
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Get, "/v2/info/stores/detail"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"/v2/stores/local/{id}"));
    }

    [Fact]
    public async Task One_of_two_copies_is_removed_and_the_last_one_stays()
    {
        using var owner = portal.Client();
        using var admin = portal.Client("admin");
        var id = await owner.UploadImageAsync([1, 2, 3]);
        await AddCopyAsync(id, [1, 2, 3]);
        Assert.Equal("local,archive", (await owner.GetJsonAsync($"/v2/images/{id}"))["stores"]!.ToString());

        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"/v2/stores/archive/{id}"));

        Assert.Equal("local", (await owner.GetJsonAsync($"/v2/images/{id}"))["stores"]!.ToString());
        Assert.False(File.Exists(ArchivedFile(id)));
        Assert.Equal([1, 2, 3], await owner.GetByteArrayAsync($"/v2/images/{id}/file", Cancellation));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"/v2/stores/archive/{id}"));
        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Delete, $"/v2/stores/local/{id}"));
        Assert.True(await portal.InDatabaseAsync(db => db.AuditEvents.AnyAsync(
            change => change.ObjectId == id && change.Action == "image.remove_copy", Cancellation)));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?prefer=archive", true)]
    [InlineData("?prefer=archive,local", true)]
    [InlineData("?prefer=local", false)]
    [InlineData("?prefer=local,archive", false)]
    public async Task The_store_that_is_preferred_is_read_before_that_of_the_greatest_weight(string query, bool readsArchive)
    {
        using var owner = portal.Client();
        var id = await owner.UploadImageAsync([1, 2, 3]);
        await AddCopyAsync(id, [9, 9, 9]);

        Assert.Equal([1, 2, 3], await owner.GetByteArrayAsync($"/v2/images/{id}/file{query}", Cancellation));

        // A wrong copy is not sent, but who reads it says so.
        Assert.Equal(readsArchive, await portal.InDatabaseAsync(db => db.AuditEvents.AnyAsync(
            change => change.ObjectId == id && change.Action == "image.damaged", Cancellation)));
    }

    [Fact]
    public async Task A_store_that_is_preferred_in_vain_leaves_the_others()
    {
        using var owner = portal.Client();
        var id = await owner.UploadImageAsync([1, 2, 3]);

        Assert.Equal([1, 2, 3], await owner.GetByteArrayAsync($"/v2/images/{id}/file?prefer=archive", Cancellation));
    }

    [Fact]
    public async Task What_is_not_there_or_not_active_has_no_copy_to_remove()
    {
        using var owner = portal.Client();
        using var admin = portal.Client("admin");
        var queued = await owner.CreateImageIdAsync();

        Assert.Equal(HttpStatusCode.Conflict, await admin.StatusAsync(HttpMethod.Delete, $"/v2/stores/nowhere/{queued}"));
        Assert.Equal(HttpStatusCode.Conflict, await admin.StatusAsync(HttpMethod.Delete, $"/v2/stores/local/{queued}"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, $"/v2/stores/local/{Guid.NewGuid()}"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, "/v2/stores/local/none"));
        Assert.Equal(HttpStatusCode.Forbidden, await owner.StatusAsync(HttpMethod.Delete, $"/v2/stores/local/{queued}"));
    }

    private string ArchivedFile(string id) => Path.Combine(portal.Folder, "archive", id);

    // As a copy made by a job would leave it.
    private async Task AddCopyAsync(string id, byte[] data)
    {
        Directory.CreateDirectory(Path.Combine(portal.Folder, "archive"));
        await File.WriteAllBytesAsync(ArchivedFile(id), data, Cancellation);
        var image = Guid.Parse(id);
        await portal.InDatabaseAsync(db => db.WriteAsync(
            async token =>
            {
                db.ImageLocations.Add(new ImageLocation { ImageId = image, StoreId = "archive", Url = $"file://{ArchivedFile(id)}" });
                return await db.Images.Where(row => row.Id == image).ExecuteUpdateAsync(row => row.SetProperty(it => it.Version, it => it.Version + 1), token);
            },
            Cancellation));
    }

    protected static void AddArchive(TrustingPortal portal)
    {
        portal.Settings["Stores:Backends:archive:Type"] = "File";
        portal.Settings["Stores:Backends:archive:Description"] = "Tape";
        portal.Settings["Stores:Backends:archive:Weight"] = "7";
        portal.Settings["Stores:Backends:archive:ReadOnly"] = "true";
        portal.Settings["Stores:Backends:archive:Directories"] = Path.Combine(portal.Folder, "archive");
    }
}
