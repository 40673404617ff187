using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

/// <summary>Anonymous reading, tokens of services and of domains (glance-behaviour.md, sections 2 and 22).</summary>
[Trait("Suite", "api")]
public sealed class WithoutCredential
{
    [Fact]
    public async Task Without_a_token_images_can_be_looked_at_where_the_operator_allows_it()
    {
        using var portal = new PortalFactory { Settings = { ["Access:AllowAnonymous"] = "true" } };
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var open = await admin.CreateImageIdAsync("""{ "visibility": "public" }""");
        var closed = await admin.CreateImageIdAsync("""{ "visibility": "private" }""");
        using var nobody = portal.CreateClient();

        Assert.Equal([open], await nobody.ListImagesAsync());
        Assert.Equal(open, (await nobody.GetJsonAsync($"/v2/images/{open}"))["id"]!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, await nobody.StatusAsync(HttpMethod.Get, $"/v2/images/{closed}"));
        Assert.Equal(HttpStatusCode.OK, await nobody.StatusAsync(HttpMethod.Get, "/v2/schemas/image"));
        Assert.Equal(HttpStatusCode.Forbidden, await nobody.StatusAsync(HttpMethod.Post, "/v2/images", new JsonObject()));
        Assert.Equal(HttpStatusCode.Forbidden, await nobody.StatusAsync(HttpMethod.Delete, $"/v2/images/{open}"));
        Assert.Equal(HttpStatusCode.Forbidden, await nobody.StatusAsync(HttpMethod.Put, $"/v2/images/{open}/tags/t"));
        Assert.Equal(HttpStatusCode.Unauthorized, await nobody.StatusAsync(HttpMethod.Post, "/uploads"));
    }

    [Fact]
    public async Task A_token_that_is_worth_nothing_is_401_all_the_same()
    {
        using var portal = new PortalFactory { Settings = { ["Access:AllowAnonymous"] = "true" } };
        using var client = portal.CreateClient();
        client.DefaultRequestHeaders.Add("X-Auth-Token", "rubbish");

        Assert.Equal(HttpStatusCode.Unauthorized, await client.StatusAsync(HttpMethod.Get, "/v2/images"));
    }

    [Fact]
    public async Task Without_that_setting_nobody_looks()
    {
        using var portal = new PortalFactory();
        using var nobody = portal.CreateClient();

        Assert.Equal(HttpStatusCode.Unauthorized, await nobody.StatusAsync(HttpMethod.Get, "/v2/images"));
    }

    [Fact]
    public async Task The_token_of_a_service_adds_its_roles_to_those_of_the_user()
    {
        using var folder = new TemporaryFolder();
        using var portal = new PortalFactory { Settings = { ["Access:PolicyFile"] = folder.File("policy.json") } };
        await File.WriteAllTextAsync(folder.File("policy.json"), """{ "get_images": "role:member and service_roles:service" }""", TestContext.Current.CancellationToken);
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var service = await portal.TokenAsync("nova", "service");

        using var alone = await alice.SendJsonAsync(HttpMethod.Get, "/v2/images");
        using var passedOn = await alice.SendJsonAsync(HttpMethod.Get, "/v2/images", headers: ("X-Service-Token", service));

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (alone.StatusCode, passedOn.StatusCode));
    }
}
