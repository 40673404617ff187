using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.Native;

/// <summary>The recycle bin of our own API; glance-behaviour.md, 14 Delete and 8 Status machine for what the image API sees of it: nothing.</summary>
[Trait("Suite", "api")]
public sealed class DeletedImagesOverHttp(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deleted_image_is_listed_until_it_is_restored()
    {
        var project = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: project);
        var id = await client.UploadImageAsync(new byte[123], "lost");
        await client.DeleteAsync($"/v2/images/{id}", Cancellation);

        var list = await client.GetJsonAsync("/api/v1/images/deleted");

        var image = Assert.Single(list["images"]!.AsArray())!;
        Assert.Equal((id, "lost", "pending_delete", project), (Text("id"), Text("name"), Text("status"), Text("projectId")));
        Assert.Equal(("shared", "raw", "123", "user-of-member"), (Text("visibility"), Text("diskFormat"), Text("size"), Text("deletedBy")));
        Assert.Equal(TimeSpan.FromDays(7), Moment("restorableUntil") - Moment("deletedAt"));
        Assert.Equal(1, list["total"]!.GetValue<int>());

        Assert.Equal(HttpStatusCode.NoContent, await client.StatusAsync(HttpMethod.Post, $"/api/v1/images/{id}/restore"));
        Assert.Empty((await client.GetJsonAsync("/api/v1/images/deleted"))["images"]!.AsArray());

        string Text(string name) => image[name]!.ToString();
        DateTimeOffset Moment(string name) => image[name]!.GetValue<DateTimeOffset>();
    }

    [Fact]
    public async Task An_administrator_lists_one_project_or_all()
    {
        var project = Guid.NewGuid().ToString("N");
        using var client = portal.Client(project: project);
        var id = await client.CreateImageIdAsync();
        await client.DeleteAsync($"/v2/images/{id}", Cancellation);
        using var admin = portal.Client("admin");
        using var other = portal.Client();

        Assert.Contains(await IdsAsync(admin, "?limit=1000"), listed => listed == id);
        Assert.Equal([id], await IdsAsync(admin, $"?owner={project}"));
        Assert.Empty(await IdsAsync(other, ""));
        Assert.Equal(HttpStatusCode.NotFound, await other.StatusAsync(HttpMethod.Get, $"/api/v1/images/deleted?owner={project}"));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?offset=-1")]
    [InlineData("?limit=many")]
    public async Task Another_page_than_there_can_be_is_400(string query)
    {
        using var client = portal.Client();

        Assert.Equal(HttpStatusCode.BadRequest, await client.StatusAsync(HttpMethod.Get, $"/api/v1/images/deleted{query}"));
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(HttpClient client, string query) =>
        [.. (await client.GetJsonAsync($"/api/v1/images/deleted{query}"))["images"]!.AsArray().Select(image => image!["id"]!.ToString())];
}
