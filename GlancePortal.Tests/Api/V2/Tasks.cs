using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class TasksOnSqlite(TrustingPortal portal) : Tasks(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class TasksOnPostgres(PostgresPortal portal) : Tasks(portal);

/// <summary>Tasks while nothing was imported: glance-behaviour.md, section 17.</summary>
public abstract class Tasks(TrustingPortal portal)
{
    private const string Nowhere = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/v2/tasks")]
    [InlineData("GET", "/v2/tasks?limit=none")]
    [InlineData("POST", "/v2/tasks")]
    [InlineData("GET", "/v2/tasks/" + Nowhere)]
    [InlineData("DELETE", "/v2/tasks/" + Nowhere)]
    public async Task Tasks_are_for_administrators_whatever_is_asked(string method, string path)
    {
        using var client = portal.Client();
        using var answer = await client.SendJsonAsync(new HttpMethod(method), path, headers: ("Accept", "application/json"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("tasks_api_access", (await answer.JsonAsync())["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/v2/tasks")]
    [InlineData("?limit=0", "/v2/tasks?limit=0")]
    [InlineData("?limit=5000&sort_key=updated_at&sort_dir=asc", "/v2/tasks?limit=5000&sort_key=updated_at&sort_dir=asc")]
    [InlineData("?status=pending&type=import", "/v2/tasks?status=pending&type=import")]
    [InlineData("?status=&whatever=1", "/v2/tasks?status=&whatever=1")]
    public async Task The_list_is_empty_and_repeats_the_query(string query, string first)
    {
        using var admin = portal.Client("admin");

        var list = await admin.GetJsonAsync($"/v2/tasks{query}");

        Assert.Equal(["tasks", "first", "schema"], list.AsObject().Select(member => member.Key));
        Assert.Empty(list["tasks"]!.AsArray());
        Assert.Equal((first, "/v2/schemas/tasks"), (list["first"]!.ToString(), list["schema"]!.ToString()));
    }

    [Theory]
    [InlineData("status=done")]
    [InlineData("type=export")]
    [InlineData("type=api_image_import")]
    [InlineData("sort_dir=up")]
    [InlineData("sort_key=input")]
    [InlineData("limit=-1")]
    [InlineData("limit=many")]
    [InlineData("marker=first")]
    [InlineData("marker=" + Nowhere)]
    public async Task A_query_that_means_nothing_is_400(string query)
    {
        using var admin = portal.Client("admin");

        Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync(HttpMethod.Get, $"/v2/tasks?{query}"));
    }

    [Fact]
    public async Task A_task_that_is_not_there_is_404_and_none_is_ever_deleted()
    {
        using var admin = portal.Client("admin");
        using var answer = await admin.SendJsonAsync(HttpMethod.Delete, $"/v2/tasks/{Nowhere}");

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"/v2/tasks/{Nowhere}"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, "/v2/tasks/none"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{ "type": "import" }""")]
    [InlineData("""{ "input": {} }""")]
    [InlineData("""{ "type": "import", "input": "x" }""")]
    [InlineData("""{ "type": "import", "input": { "import_from": "http://x/y", "import_from_format": "raw" } }""")]
    [InlineData("""{ "type": "import", "input": { "import_from_format": "raw", "image_properties": {} } }""")]
    [InlineData("""{ "type": "import", "input": { "import_from": "http://x/y", "image_properties": {} } }""")]
    [InlineData("""{ "type": "import", "input": { "import_from": "http://x/y", "import_from_format": "raw", "image_properties": [] } }""")]
    [InlineData("""{ "type": "export", "input": { "import_from": "http://x/y", "import_from_format": "raw", "image_properties": {} } }""")]
    [InlineData("""{ "type": "import", "input": { "import_from": "file:///etc/passwd", "import_from_format": "raw", "image_properties": {} } }""")]
    [InlineData("""{ "type": "import", "input": { "import_from": "swift://x/y", "import_from_format": "raw", "image_properties": {} } }""")]
    [InlineData("""{ "type": "import", "input": { "import_from": "http://x:22/y", "import_from_format": "raw", "image_properties": {} } }""")]
    [InlineData("""{ "type": "import", "input": { "import_from": "", "import_from_format": "raw", "image_properties": {} } }""")]
    public async Task A_task_that_nobody_could_run_is_400(string body)
    {
        using var admin = portal.Client("admin");
        using var answer = await admin.SendTextAsync(HttpMethod.Post, "/v2/tasks", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Whoever_sees_an_image_sees_its_tasks()
    {
        using var owner = portal.Client();
        using var stranger = portal.Client();
        var id = await owner.CreateImageIdAsync();

        Assert.Equal("""{"tasks":[]}""", (await owner.GetJsonAsync($"/v2/images/{id}/tasks")).ToJsonString());
        Assert.Equal(HttpStatusCode.NotFound, await stranger.StatusAsync(HttpMethod.Get, $"/v2/images/{id}/tasks"));
        Assert.Equal(HttpStatusCode.NotFound, await owner.StatusAsync(HttpMethod.Get, "/v2/images/none/tasks"));
    }
}
