using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V3;

[Trait("Suite", "api")]
public sealed class TokensOverHttp(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private const string Tokens = "/v3/auth/tokens";

    [Fact]
    public async Task A_password_gets_a_token_for_a_project()
    {
        using var client = portal.CreateClient();
        using var answer = await client.SendJsonAsync(HttpMethod.Post, Tokens, TokenRequests.Password("alice", PortalFactory.Password, "alpha"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.NotEmpty(answer.Headers.GetValues("X-Subject-Token").Single());
        var token = (await answer.JsonAsync())["token"]!;
        Assert.Equal("password", (string?)token["methods"]![0]);
        Assert.Equal(PortalFactory.Alice, (string?)token["user"]!["id"]);
        Assert.Equal("Default", (string?)token["user"]!["domain"]!["name"]);
        Assert.Equal(PortalFactory.Alpha, (string?)token["project"]!["id"]);
        Assert.Equal(["member", "reader"], token["roles"]!.AsArray().Select(role => (string?)role!["name"]));
        Assert.Equal(["image", "identity"], token["catalog"]!.AsArray().Select(service => (string?)service!["type"]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", (string?)token["expires_at"]);
    }

    [Fact]
    public async Task The_catalogue_can_be_left_out()
    {
        using var client = portal.CreateClient();
        using var answer = await client.SendJsonAsync(
            HttpMethod.Post, Tokens + "?nocatalog", TokenRequests.Password("alice", PortalFactory.Password, "alpha"));

        Assert.Null((await answer.JsonAsync())["token"]!["catalog"]);
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("nobody", "wrong")]
    public async Task Wrong_credentials_are_401_in_Keystones_shape(string user, string password)
    {
        using var client = portal.CreateClient();
        using var answer = await client.SendJsonAsync(HttpMethod.Post, Tokens, TokenRequests.Password(user, password));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var error = (await answer.JsonAsync())["error"]!;
        Assert.Equal(401, (int)error["code"]!);
        Assert.Equal("Unauthorized", (string?)error["title"]);
        Assert.Equal("The request you have made requires authentication.", (string?)error["message"]);
    }

    [Theory]
    [InlineData("""{ "project": { "name": "beta", "domain": { "id": "default" } } }""")]
    [InlineData("""{ "project": { "id": "no-such-project" } }""")]
    [InlineData("""{ "domain": { "id": "default" } }""")]
    [InlineData("""{ "system": { "all": true } }""")]
    public async Task A_scope_without_a_role_is_401(string scope)
    {
        using var client = portal.CreateClient();
        var token = await portal.TokenAsync("alice", project: null);

        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await client.StatusAsync(HttpMethod.Post, Tokens, TokenRequests.Token(token, JsonNode.Parse(scope))));
    }

    [Theory]
    [InlineData("""{ "project": { "name": "alpha", "domain": { "name": "Default" } } }""")]
    [InlineData($$"""{ "project": { "id": "{{PortalFactory.Alpha}}" } }""")]
    public async Task A_token_is_exchanged_for_a_scope(string scope)
    {
        using var client = portal.CreateClient();
        var unscoped = await portal.TokenAsync("alice", project: null);
        using var answer = await client.SendJsonAsync(HttpMethod.Post, Tokens, TokenRequests.Token(unscoped, JsonNode.Parse(scope)));

        var token = (await answer.JsonAsync())["token"]!;
        Assert.Equal("alpha", (string?)token["project"]!["name"]);
        Assert.Equal(["password", "token"], token["methods"]!.AsArray().Select(method => (string?)method));
        Assert.Equal(2, token["audit_ids"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("\"unscoped\"")]
    [InlineData("null")]
    public async Task Without_a_scope_a_token_has_no_project_no_roles_and_no_catalogue(string scope)
    {
        using var client = portal.CreateClient();
        var scoped = await portal.TokenAsync("alice", "alpha");
        using var answer = await client.SendJsonAsync(HttpMethod.Post, Tokens, TokenRequests.Token(scoped, JsonNode.Parse(scope)));

        var token = (await answer.JsonAsync())["token"]!.AsObject();
        Assert.DoesNotContain(token, field => field.Key is "project" or "domain" or "roles" or "catalog");
    }

    [Fact]
    public async Task The_administrator_has_the_default_domain()
    {
        using var client = portal.CreateClient();
        var unscoped = await portal.TokenAsync("admin", project: null);
        using var answer = await client.SendJsonAsync(
            HttpMethod.Post, Tokens, TokenRequests.Token(unscoped, new JsonObject { ["domain"] = new JsonObject { ["name"] = "Default" } }));

        var token = (await answer.JsonAsync())["token"]!;
        Assert.Equal("default", (string?)token["domain"]!["id"]);
        Assert.Contains("admin", token["roles"]!.AsArray().Select(role => (string?)role!["name"]));
    }

    [Fact]
    public async Task A_user_with_a_default_project_gets_it_unless_unscoped_is_asked_for()
    {
        using var client = portal.CreateClient();
        using var answer = await client.SendJsonAsync(HttpMethod.Post, Tokens, TokenRequests.Password("admin", PortalFactory.Password));
        Assert.Equal("admin", (string?)(await answer.JsonAsync())["token"]!["project"]!["name"]);
    }

    [Fact]
    public async Task A_service_looks_at_a_users_token()
    {
        using var nova = await portal.ClientOfAsync("nova", "service");
        var subject = await portal.TokenAsync("alice", "alpha");
        using var answer = await nova.SendJsonAsync(HttpMethod.Get, Tokens, headers: ("X-Subject-Token", subject));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(subject, answer.Headers.GetValues("X-Subject-Token").Single());
        var token = (await answer.JsonAsync())["token"]!;
        Assert.Equal("alice", (string?)token["user"]!["name"]);
        Assert.Equal("alpha", (string?)token["project"]!["name"]);
        Assert.Contains("member", token["roles"]!.AsArray().Select(role => (string?)role!["name"]));
        Assert.Equal(2, token["catalog"]!.AsArray().Count);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_without_a_body()
    {
        using var nova = await portal.ClientOfAsync("nova", "service");
        using var answer = await nova.SendJsonAsync(
            HttpMethod.Head, Tokens, headers: ("X-Subject-Token", await portal.TokenAsync("alice", "alpha")));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Everybody_looks_at_the_own_token_and_nobody_without_a_role_at_anothers()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var own = await alice.SendJsonAsync(HttpMethod.Get, Tokens, headers: ("X-Subject-Token", await portal.TokenAsync("alice", "alpha")));
        using var foreign = await alice.SendJsonAsync(HttpMethod.Get, Tokens, headers: ("X-Subject-Token", await portal.TokenAsync("bob", "beta")));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (own.StatusCode, foreign.StatusCode));
    }

    [Fact]
    public async Task A_token_that_is_none_is_404_for_a_service_and_401_as_ones_own()
    {
        using var nova = await portal.ClientOfAsync("nova", "service");
        using var subject = await nova.SendJsonAsync(HttpMethod.Get, Tokens, headers: ("X-Subject-Token", "gAAAAAB"));
        using var anonymous = portal.CreateClient();
        using var own = await anonymous.SendJsonAsync(HttpMethod.Get, Tokens, headers: [("X-Auth-Token", "x"), ("X-Subject-Token", "x")]);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (subject.StatusCode, own.StatusCode));
    }

    [Fact]
    public async Task An_ended_token_is_over_at_once()
    {
        using var client = portal.CreateClient();
        using var issued = await client.SendJsonAsync(HttpMethod.Post, Tokens, TokenRequests.Password("carol", PortalFactory.Password, "alpha"));
        var token = issued.Headers.GetValues("X-Subject-Token").Single();
        using var ended = await client.SendJsonAsync(HttpMethod.Delete, Tokens, headers: [("X-Auth-Token", token), ("X-Subject-Token", token)]);
        using var after = await client.SendJsonAsync(HttpMethod.Get, Tokens, headers: [("X-Auth-Token", token), ("X-Subject-Token", token)]);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.Unauthorized), (ended.StatusCode, after.StatusCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "auth": { "identity": { "methods": [] } } }""")]
    [InlineData("""{ "auth": { "identity": { "methods": ["password"] } } }""")]
    [InlineData("""{ "auth": { "identity": { "methods": ["password"], "password": { "user": { "name": "alice", "password": "x" } } } } }""")]
    [InlineData("""{ "auth": { "identity": { "methods": ["token"], "token": { "id": "x" } }, "scope": 5 } }""")]
    [InlineData("""{ "auth": { "identity": { "methods": ["token"], "token": { "id": "x" } }, "scope": { "project": { "name": "alpha" } } } }""")]
    public async Task A_body_of_another_shape_is_400(string body)
    {
        using var client = portal.CreateClient();
        using var answer = await client.PostAsync(Tokens, new StringContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(400, (int)(await answer.JsonAsync())["error"]!["code"]!);
    }

    [Fact]
    public async Task The_version_document_names_itself()
    {
        using var client = portal.CreateClient();
        foreach (var address in new[] { "/v3", "/v3/" })
        {
            var version = (await client.GetJsonAsync(address))["version"]!;
            Assert.Equal("v3.14", (string?)version["id"]);
            Assert.Equal("http://localhost/v3/", (string?)version["links"]![0]!["href"]);
        }
    }

    [Fact]
    public async Task Identity_headers_change_nothing()
    {
        using var client = portal.CreateClient();
        using var answer = await client.SendJsonAsync(
            HttpMethod.Get, "/v2/images",
            headers: [("X-Identity-Status", "Confirmed"), ("X-User-Id", "u"), ("X-Project-Id", "p"), ("X-Roles", "admin")]);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
