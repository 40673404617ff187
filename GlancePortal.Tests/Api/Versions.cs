using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api;

/// <summary>Which versions there are, and how it is: glance-behaviour.md, section 1.</summary>
[Trait("Suite", "api")]
public sealed class Versions(TrustingPortal portal) : IClassFixture<TrustingPortal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/versions", HttpStatusCode.OK)]
    [InlineData("/versions/v2", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.MultipleChoices)]
    [InlineData("/v1", HttpStatusCode.MultipleChoices)]
    [InlineData("/foo/bar", HttpStatusCode.MultipleChoices)]
    [InlineData("/v2.99/images", HttpStatusCode.MultipleChoices)]
    [InlineData("/v2.14/images", HttpStatusCode.MultipleChoices)]
    [InlineData("/v2.18/images", HttpStatusCode.MultipleChoices)]
    public async Task The_versions_are_listed_without_a_token(string path, HttpStatusCode status)
    {
        using var client = portal.CreateClient();
        using var answer = await client.GetAsync(path, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        var versions = (await answer.JsonAsync())["versions"]!.AsArray();
        Assert.Equal(
            ["v2.15", "v2.13", "v2.12", "v2.11", "v2.10", "v2.9", "v2.8", "v2.17", "v2.7", "v2.6", "v2.5", "v2.4", "v2.3", "v2.2", "v2.1", "v2.0"],
            versions.Select(version => version!["id"]!.ToString()));
        Assert.Equal("v2.17", versions.Single(version => version!["status"]!.ToString() == "CURRENT")!["id"]!.ToString());
        Assert.All(versions.Where(version => version!["id"]!.ToString() != "v2.17"), version => Assert.Equal("SUPPORTED", version!["status"]!.ToString()));
        Assert.Equal("""[{"rel":"self","href":"http://localhost/v2/"}]""", versions[0]!["links"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_several_stores_the_list_is_shorter()
    {
        using var single = new TrustingPortal { Settings = { ["Stores:SingleStoreMode"] = "true" } };
        using var client = single.CreateClient();

        var versions = (await client.GetJsonAsync("/versions"))["versions"]!.AsArray();

        Assert.Equal(
            ["v2.15", "v2.9", "v2.17", "v2.7", "v2.6", "v2.5", "v2.4", "v2.3", "v2.2", "v2.1", "v2.0"],
            versions.Select(version => version!["id"]!.ToString()));
        Assert.Equal(HttpStatusCode.MultipleChoices, await client.StatusAsync(HttpMethod.Get, "/v2.8/images"));
    }

    [Theory]
    [InlineData("/v2/images", null)]
    [InlineData("/v2.0/images", null)]
    [InlineData("/v2.17/images", null)]
    [InlineData("/images", "application/vnd.openstack.images-v2.7")]
    public async Task Every_minor_version_leads_to_the_same_images(string path, string? accept)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}/{id}");
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"/v2/images/{id}", (await answer.JsonAsync())["self"]!.ToString());
    }

    [Fact]
    public async Task Every_version_of_the_list_is_served()
    {
        using var client = portal.Client();
        foreach (var version in (await client.GetJsonAsync("/versions"))["versions"]!.AsArray())
        {
            Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, $"/{version!["id"]}/images?limit=0"));
        }
    }

    [Fact]
    public async Task A_browser_gets_the_portal_at_the_root_and_its_page_for_what_is_not_there()
    {
        using var client = portal.CreateClient(new() { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml");

        using var root = await client.GetAsync("/", Cancellation);
        using var nowhere = await client.GetAsync("/no/such/page", Cancellation);

        Assert.NotEqual(HttpStatusCode.MultipleChoices, root.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal("text/html", nowhere.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/healthcheck")]
    public async Task A_portal_that_runs_is_healthy(string path)
    {
        using var client = portal.CreateClient();

        Assert.Equal("OK", await client.GetStringAsync(path, Cancellation));
    }

    [Fact]
    public async Task The_health_check_is_turned_off_by_a_file_that_exists()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("disable");
        using var own = new TrustingPortal { Settings = { ["Hosting:HealthDisableFile"] = file } };
        using var client = own.CreateClient();
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, "/healthcheck"));

        await File.WriteAllTextAsync(file, "", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.StatusAsync(HttpMethod.Get, "/healthcheck"));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, "/readyz"));
    }

    [Fact]
    public async Task Without_its_data_directory_a_portal_lives_but_is_not_ready()
    {
        using var own = new TrustingPortal();
        using var client = own.CreateClient();
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, "/readyz"));

        Directory.Move(Path.Combine(own.Folder, "data"), Path.Combine(own.Folder, "elsewhere"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await client.StatusAsync(HttpMethod.Get, "/readyz"));
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, "/livez"));
    }
}
