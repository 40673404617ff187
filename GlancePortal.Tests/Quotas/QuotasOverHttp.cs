using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Quotas;

[Trait("Suite", "api")]
public sealed class QuotasOverHttpOnSqlite(TrustingPortal portal) : QuotasOverHttp(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class QuotasOverHttpOnPostgres(PostgresPortal portal) : QuotasOverHttp(portal);

/// <summary>glance-behaviour.md, sections 24 (quotas) and 18 (usage): what counts, when it is asked, and what the answer says.</summary>
public abstract class QuotasOverHttp(TrustingPortal portal)
{
    private const int MiB = 1 << 20;
    private readonly string _project = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_limits_there_is_no_usage_to_tell()
    {
        using var client = portal.Client(project: _project);

        Assert.Equal("""{"usage":{}}""", (await client.GetJsonAsync("/v2/info/usage")).ToJsonString());
    }

    [Fact]
    public async Task Usage_names_all_four_limits_in_Glances_units()
    {
        await LimitAsync("""{ "imageSizeTotal": "10MiB", "imageCountTotal": 5 }""");
        using var client = portal.Client(project: _project);
        await client.UploadImageAsync(Bytes.Random((3 * MiB) + 7));
        await client.CreateImageIdAsync();

        var expected = JsonNode.Parse("""
            { "usage": { "image_size_total": { "limit": 10, "usage": 3 }, "image_stage_total": { "limit": -1, "usage": 0 },
                         "image_count_total": { "limit": 5, "usage": 2 }, "image_count_uploading": { "limit": -1, "usage": 0 } } }
            """)!;
        Assert.Equal(expected.ToJsonString(), (await client.GetJsonAsync("/v2/info/usage")).ToJsonString());
    }

    [Fact]
    public async Task A_refusal_names_limit_usage_and_request_and_the_image_can_be_filled_later()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000 }""");
        using var client = portal.Client(project: _project);
        await client.UploadImageAsync(new byte[600]);
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");

        using var refused = await PutAsync(client, id, 500);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        var words = await refused.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("image_size_total: the limit is 1000 bytes, the usage 600, and 500 more were requested", words, StringComparison.Ordinal);
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
        await LimitAsync("""{ "imageSizeTotal": 1100 }""");
        using var taken = await PutAsync(client, id, 500);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
    }

    [Fact]
    public async Task What_fails_gives_back_what_it_had_reserved()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000 }""");
        using var client = portal.Client(project: _project);
        var id = await client.CreateImageIdAsync("""{ "disk_format": "qcow2", "container_format": "bare" }""");
        using var refused = await PutAsync(client, id, 1000);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);

        Assert.Equal(0, await UsageAsync("imageSizeTotal"));
        await client.UploadImageAsync(new byte[1000]);
        Assert.Equal(1000, await UsageAsync("imageSizeTotal"));
    }

    [Fact]
    public async Task Another_projects_images_do_not_count()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000, "imageCountTotal": 1 }""");
        using var client = portal.Client(project: _project);
        using var other = portal.Client();
        await other.UploadImageAsync(new byte[5000]);

        await client.UploadImageAsync(new byte[1000]);
    }

    [Fact]
    public async Task The_recycle_bin_counts_by_its_bytes_until_it_is_emptied_and_not_as_images()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000, "imageCountTotal": 1 }""");
        using var client = portal.Client(project: _project);
        var deleted = await client.UploadImageAsync(new byte[700]);
        await client.DeleteAsync($"/v2/images/{deleted}", Cancellation);

        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        using var refused = await PutAsync(client, id, 500);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal((700, 1), (await UsageAsync("imageSizeTotal"), await UsageAsync("imageCountTotal")));
        using var restored = await client.SendJsonAsync(HttpMethod.Post, $"/api/v1/images/{deleted}/restore");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, restored.StatusCode);
        Assert.Equal("quota.image_count_total", (await restored.JsonAsync())["code"]!.ToString());

        await PurgeAsync(deleted);
        using var taken = await PutAsync(client, id, 500);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
    }

    [Fact]
    public async Task An_upload_counts_from_its_creation_and_once_when_it_is_stored()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000, "imageStageTotal": 1000, "imageCountUploading": 1 }""");
        using var client = portal.Client(project: _project);
        var sender = new TusClient(client);
        using var created = await sender.CreateAsync(600, TusClient.RawImage("one"), Cancellation);
        Assert.Equal((600, 600, 1), await UsagesAsync());
        using var second = await sender.CreateAsync(1, TusClient.RawImage("two"), Cancellation);
        Assert.Equal("quota.image_count_uploading", (await second.JsonAsync())["code"]!.ToString());

        using var sent = await sender.PatchAsync(created.Upload(), 0, new byte[600], Cancellation);

        await Eventually.SeeAsync(() => client.GetJsonAsync($"/v2/images/{created.ImageId()}"), image => image["status"]!.ToString() == "active", Cancellation);
        Assert.Equal((600, 0, 0), await UsagesAsync());
        using var third = await sender.CreateAsync(400, TusClient.RawImage("three"), Cancellation);
        Assert.Equal(HttpStatusCode.Created, third.StatusCode);
    }

    [Fact]
    public async Task A_deferred_length_is_asked_for_when_it_is_told()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000 }""");
        using var client = portal.Client(project: _project);
        var sender = new TusClient(client);
        using var created = await sender.CreateAsync(length: null, TusClient.RawImage("late"), Cancellation, ("Upload-Defer-Length", "1"));
        using var first = await sender.PatchAsync(created.Upload(), 0, new byte[300], Cancellation);
        Assert.Equal(300, await UsageAsync("imageSizeTotal"));

        using var tooLong = await sender.PatchAsync(created.Upload(), 300, new byte[10], Cancellation, ("Upload-Length", "1001"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);
        using var told = await sender.PatchAsync(created.Upload(), 300, new byte[10], Cancellation, ("Upload-Length", "1000"));

        Assert.Equal(HttpStatusCode.NoContent, told.StatusCode);
        Assert.Equal(1000, await UsageAsync("imageSizeTotal"));
    }

    [Fact]
    public async Task A_deferred_length_without_any_word_is_stopped_where_the_room_ends()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000 }""");
        using var client = portal.Client(project: _project);
        var sender = new TusClient(client);
        using var created = await sender.CreateAsync(length: null, TusClient.RawImage("endless"), Cancellation, ("Upload-Defer-Length", "1"));
        using var body = new PushContent();
        body.Push(new byte[1001]);
        body.End();

        using var stopped = await sender.PatchAsync(created.Upload(), 0, body, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, stopped.StatusCode);
        Assert.Equal(0, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task First_bytes_that_do_not_fit_leave_neither_upload_nor_image()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000 }""");
        using var client = portal.Client(project: _project);
        using var body = new ByteArrayContent(new byte[1001]);
        body.Headers.ContentType = new(TusClient.MediaType);

        using var refused = await new TusClient(client).SendAsync(
            HttpMethod.Post, "/uploads", body, Cancellation, ("Upload-Length", "1001"), ("Upload-Metadata", TusClient.RawImage("big")));

        Assert.Equal("quota.image_size_total", (await refused.JsonAsync())["code"]!.ToString());
        Assert.Empty(await client.ListImagesAsync($"?owner={_project}"));
        Assert.Empty((await client.GetJsonAsync("/api/v1/images/deleted"))["images"]!.AsArray());
        Assert.Equal(0, await UsageAsync("imageSizeTotal"));
    }

    [Fact]
    public async Task Parts_that_are_joined_count_once()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000, "imageStageTotal": 1000 }""");
        using var client = portal.Client(project: _project);
        var sender = new TusClient(client);
        using var one = await sender.CreateAsync(500, metadata: null, Cancellation, ("Upload-Concat", "partial"));
        using var two = await sender.CreateAsync(500, metadata: null, Cancellation, ("Upload-Concat", "partial"));
        using var three = await sender.CreateAsync(1, metadata: null, Cancellation, ("Upload-Concat", "partial"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, three.StatusCode);
        (await sender.PatchAsync(one.Upload(), 0, new byte[500], Cancellation)).Dispose();
        (await sender.PatchAsync(two.Upload(), 0, new byte[500], Cancellation)).Dispose();

        using var joined = await sender.CreateAsync(
            length: null, TusClient.RawImage("joined"), Cancellation, ("Upload-Concat", $"final;{one.Upload()} {two.Upload()}"));

        Assert.Equal(HttpStatusCode.Created, joined.StatusCode);
        Assert.Equal(1000, await UsageAsync("imageSizeTotal"));
    }

    [Fact]
    public async Task Deleting_an_image_gives_back_what_its_upload_had_not_sent_and_restoring_asks_for_it_again()
    {
        await LimitAsync("""{ "imageSizeTotal": 1000 }""");
        using var client = portal.Client(project: _project);
        var sender = new TusClient(client);
        using var created = await sender.CreateAsync(1000, TusClient.RawImage("half"), Cancellation);
        (await sender.PatchAsync(created.Upload(), 0, new byte[400], Cancellation)).Dispose();
        await client.DeleteAsync($"/v2/images/{created.ImageId()}", Cancellation);
        Assert.Equal(400, await UsageAsync("imageSizeTotal"));
        await client.UploadImageAsync(new byte[600]);

        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{created.ImageId()}/restore"));
        using var more = await sender.PatchAsync(created.Upload(), 400, new byte[600], Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, more.StatusCode);
        Assert.Equal(400, await sender.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task Only_administrators_change_quotas_and_only_the_own_project_reads_them()
    {
        using var reader = portal.Client("reader", _project);
        using var member = portal.Client("manager", _project);
        using var other = portal.Client();
        var address = $"/api/v1/projects/{_project}/quotas";

        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync(HttpMethod.Get, address));
        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Get, address));
        Assert.Equal(HttpStatusCode.Forbidden, await member.StatusAsync(HttpMethod.Put, address, new JsonObject()));
        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Put, address, new JsonObject()));
    }

    [Theory]
    [InlineData("""{ "imageSizeTotl": 1 }""")]
    [InlineData("""{ "imageSizeTotal": "much" }""")]
    [InlineData("""{ "imageCountTotal": 1.5 }""")]
    [InlineData("""{ "imageCountTotal": -2 }""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Quotas_of_another_shape_are_400_and_change_nothing(string body)
    {
        await LimitAsync("""{ "imageCountTotal": 7 }""");
        using var admin = portal.Client("admin");
        using var answer = await admin.SendTextAsync(HttpMethod.Put, $"/api/v1/projects/{_project}/quotas", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(7, (await QuotasAsync())["imageCountTotal"]!["limit"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{ "imageSizeTotal": "much" }""", "fault at $.imageSizeTotal. It must be a number of bytes, a text such as 10GiB or null.")]
    [InlineData("""{ "imageCountTotal": 1.5 }""", "fault at $.imageCountTotal. It must be a whole number or null.")]
    [InlineData("""{ "imageCount": 1 }""", "Its members can be imageSizeTotal, imageStageTotal, imageCountTotal, imageCountUploading.")]
    public async Task A_refused_body_says_what_is_expected(string body, string words)
    {
        using var admin = portal.Client("admin");
        using var answer = await admin.SendTextAsync(HttpMethod.Put, $"/api/v1/projects/{_project}/quotas", body);

        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_projects_own_limits_can_be_taken_away_again()
    {
        var limited = await LimitAsync("""{ "imageSizeTotal": 5 }""");
        Assert.Equal("""{"limit":5,"own":5,"usage":0}""", limited["imageSizeTotal"]!.ToJsonString());

        var free = await LimitAsync("""{ "imageSizeTotal": null }""");

        Assert.Equal("""{"limit":-1,"own":null,"usage":0}""", free["imageSizeTotal"]!.ToJsonString());
        Assert.False(await portal.InDatabaseAsync(db => db.ProjectQuotas.AnyAsync(quota => quota.ProjectId == _project, Cancellation)));
        Assert.Equal(2, await portal.InDatabaseAsync(db => db.AuditEvents.CountAsync(
            change => change.Action == "quota.update" && change.ObjectId == _project, Cancellation)));
    }

    [Fact]
    public async Task Glances_older_quota_holds_until_a_unified_limit_is_set()
    {
        using var own = portal.Beside(("Images:UserStorageQuota", "1KB"));
        using var client = own.Client(project: _project);
        await client.UploadImageAsync(new byte[1000]);
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");

        using var refused = await PutAsync(client, id, 25);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("user_storage_quota: the limit is 1024 bytes", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("""{"usage":{}}""", (await client.GetJsonAsync("/v2/info/usage")).ToJsonString());

        using var admin = own.Client("admin");
        (await admin.SendTextAsync(HttpMethod.Put, $"/api/v1/projects/{_project}/quotas", """{ "imageCountTotal": 9 }""")).Dispose();
        using var taken = await PutAsync(client, id, 25);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
    }

    [Fact]
    public async Task An_image_above_the_number_is_413_and_no_image()
    {
        await LimitAsync("""{ "imageCountTotal": 1 }""");
        using var client = portal.Client(project: _project);
        var id = await client.CreateImageIdAsync();
        using var refused = await client.SendTextAsync(HttpMethod.Post, "/v2/images", "{}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("image_count_total", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal([id], await client.ListImagesAsync($"?owner={_project}"));
        await client.DeleteAsync($"/v2/images/{id}", Cancellation);
        Assert.Equal(HttpStatusCode.Created, await client.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject()));
    }

    [Fact]
    public async Task Data_while_as_many_uploads_run_as_may_is_413()
    {
        await LimitAsync("""{ "imageCountUploading": 0 }""");
        using var client = portal.Client(project: _project);
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        using var refused = await PutAsync(client, id, 1);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Contains("image_count_uploading", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    [Fact]
    public async Task Data_above_what_one_image_may_have_is_413()
    {
        using var own = portal.Beside(("Images:SizeCap", "1000"));
        using var client = own.Client(project: _project);
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");

        using var refused = await PutAsync(client, id, 1001);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
        using var taken = await PutAsync(client, id, 1000);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
    }

    [Fact]
    public async Task An_image_that_an_administrator_gives_counts_and_is_not_asked_for()
    {
        await LimitAsync("""{ "imageSizeTotal": 10, "imageCountTotal": 0 }""");
        using var giver = portal.Client("admin");
        var id = await giver.UploadImageAsync(new byte[600]);
        using var given = await giver.PatchImageAsync(id, $$"""[{ "op": "replace", "path": "/owner", "value": "{{_project}}" }]""");

        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        Assert.Equal((600, 1), (await UsageAsync("imageSizeTotal"), await UsageAsync("imageCountTotal")));
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient client, string id, int bytes)
    {
        using var content = new ByteArrayContent(new byte[bytes]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await client.PutAsync($"/v2/images/{id}/file", content, Cancellation);
    }

    private async Task<JsonNode> LimitAsync(string quotas)
    {
        using var admin = portal.Client("admin");
        using var answer = await admin.SendTextAsync(HttpMethod.Put, $"/api/v1/projects/{_project}/quotas", quotas);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private async Task<JsonNode> QuotasAsync()
    {
        using var admin = portal.Client("admin");
        return await admin.GetJsonAsync($"/api/v1/projects/{_project}/quotas");
    }

    private async Task<int> UsageAsync(string quota) => (await QuotasAsync())[quota]!["usage"]!.GetValue<int>();

    private async Task<(int Size, int Stage, int Uploading)> UsagesAsync()
    {
        var quotas = await QuotasAsync();
        return (Of("imageSizeTotal"), Of("imageStageTotal"), Of("imageCountUploading"));

        int Of(string quota) => quotas[quota]!["usage"]!.GetValue<int>();
    }

    private async Task PurgeAsync(string id)
    {
        var guid = Guid.Parse(id);
        await portal.InDatabaseAsync(db => db.WriteAsync(
            token => db.Images.Where(image => image.Id == guid).ExecuteUpdateAsync(
                image => image.SetProperty(row => row.DeletedAt, DateTimeOffset.UnixEpoch), token),
            Cancellation));
        await using var scope = portal.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImageRecords>().PurgeDueAsync(Cancellation);
    }
}
