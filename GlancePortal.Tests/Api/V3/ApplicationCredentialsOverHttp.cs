using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V3;

[Trait("Suite", "api")]
public sealed class ApplicationCredentialsOverHttp(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private const string Credentials = $"/v3/users/{PortalFactory.Alice}/application_credentials";
    private const string Tokens = "/v3/auth/tokens";

    [Fact]
    public async Task A_made_secret_is_shown_once_and_signs_in_to_the_project_with_the_users_roles()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var made = await MakeAsync(alice, """{ "name": "one" }""");
        var shown = (await alice.GetJsonAsync($"{Credentials}/{made["id"]}"))["application_credential"]!;
        Assert.NotEmpty((string)made["secret"]!);
        Assert.Null(shown["secret"]);

        using var answer = await SignInAsync(ById(made));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var token = (await answer.JsonAsync())["token"]!;
        Assert.Equal(PortalFactory.Alpha, (string?)token["project"]!["id"]);
        Assert.Equal(["member", "reader"], token["roles"]!.AsArray().Select(role => (string?)role!["name"]));
        Assert.True((bool)token["application_credential"]!["restricted"]!);
    }

    [Fact]
    public async Task It_can_have_its_own_secret_fewer_roles_and_an_end()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        await MakeAsync(alice, """{ "name": "two", "secret": "mine", "roles": [{ "name": "reader" }], "expires_at": "2099-01-01T00:00:00" }""");
        var byName = JsonNode.Parse("""{ "name": "two", "secret": "mine", "user": { "name": "alice", "domain": { "name": "Default" } } }""")!.AsObject();

        using var answer = await SignInAsync(byName);
        Assert.Equal("reader", (string?)(await answer.JsonAsync())["token"]!["roles"]!.AsArray().Single()!["name"]);
    }

    [Theory]
    [InlineData("""{ "name": "bad", "roles": [{ "name": "admin" }] }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "name": "bad", "expires_at": "2001-01-01T00:00:00" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "name": "" }""", HttpStatusCode.BadRequest)]
    [InlineData("""{ "name": "taken" }""", HttpStatusCode.Conflict)]
    public async Task What_cannot_be_is_refused(string fields, HttpStatusCode expected)
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        await alice.StatusAsync(HttpMethod.Post, Credentials, Body("""{ "name": "taken" }"""));

        Assert.Equal(expected, await alice.StatusAsync(HttpMethod.Post, Credentials, Body(fields)));
    }

    [Fact]
    public async Task Deleting_it_ends_its_tokens()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var made = await MakeAsync(alice, """{ "name": "short-lived" }""");
        using var client = await ClientOfAsync(made);
        Assert.Equal(HttpStatusCode.OK, await client.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));

        Assert.Equal(HttpStatusCode.NoContent, await alice.StatusAsync(HttpMethod.Delete, $"{Credentials}/{made["id"]}"));

        Assert.Equal(HttpStatusCode.Unauthorized, await client.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));
        using var again = await SignInAsync(ById(made));
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.DoesNotContain("short-lived", (await alice.GetJsonAsync(Credentials)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_unrestricted_one_makes_others()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        using var restricted = await ClientOfAsync(await MakeAsync(alice, """{ "name": "restricted" }"""));
        using var unrestricted = await ClientOfAsync(await MakeAsync(alice, """{ "name": "unrestricted", "unrestricted": true }"""));

        Assert.Equal(HttpStatusCode.Forbidden, await restricted.StatusAsync(HttpMethod.Post, Credentials, Body("""{ "name": "child-a" }""")));
        Assert.Equal(HttpStatusCode.Created, await unrestricted.StatusAsync(HttpMethod.Post, Credentials, Body("""{ "name": "child-b" }""")));
    }

    [Fact]
    public async Task It_asks_for_no_scope_and_its_token_is_not_exchanged()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");
        var made = await MakeAsync(alice, """{ "name": "scoped" }""");
        using var client = portal.CreateClient();
        var scoped = TokenRequests.Of("application_credential", ById(made), TokenRequests.InProject("alpha"));
        Assert.Equal(HttpStatusCode.Unauthorized, await client.StatusAsync(HttpMethod.Post, Tokens, scoped));

        using var issued = await SignInAsync(ById(made));
        var exchange = TokenRequests.Token(issued.Headers.GetValues("X-Subject-Token").Single(), "unscoped");
        Assert.Equal(HttpStatusCode.Unauthorized, await client.StatusAsync(HttpMethod.Post, Tokens, exchange));
    }

    [Fact]
    public async Task Those_of_others_are_out_of_reach()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        using var carol = await portal.ClientOfAsync("carol", "alpha");

        foreach (var client in new[] { admin, carol })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Get, Credentials));
            Assert.Equal(HttpStatusCode.Forbidden, await client.StatusAsync(HttpMethod.Post, Credentials, Body("""{ "name": "x" }""")));
        }
    }

    private static async Task<JsonNode> MakeAsync(HttpClient client, string fields)
    {
        using var answer = await client.SendJsonAsync(HttpMethod.Post, Credentials, Body(fields));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.JsonAsync())["application_credential"]!;
    }

    private async Task<HttpResponseMessage> SignInAsync(JsonObject proof)
    {
        using var client = portal.CreateClient();
        return await client.SendJsonAsync(HttpMethod.Post, Tokens, TokenRequests.Of("application_credential", proof, scope: null));
    }

    private async Task<HttpClient> ClientOfAsync(JsonNode credential)
    {
        using var answer = await SignInAsync(ById(credential));
        var client = portal.CreateClient();
        client.DefaultRequestHeaders.Add("X-Auth-Token", answer.Headers.GetValues("X-Subject-Token").Single());
        return client;
    }

    private static JsonObject ById(JsonNode credential) => new() { ["id"] = (string?)credential["id"], ["secret"] = (string?)credential["secret"] };

    private static JsonObject Body(string fields) => new() { ["application_credential"] = JsonNode.Parse(fields) };
}
