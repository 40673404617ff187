using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V3;

[Trait("Suite", "api")]
public sealed class DirectoryOverHttp(PortalFactory portal) : IClassFixture<PortalFactory>
{
    [Fact]
    public async Task An_administrator_makes_changes_finds_and_removes_a_project()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        using var made = await admin.SendJsonAsync(HttpMethod.Post, "/v3/projects", Project("""{ "name": "gamma", "description": "d", "tags": [] }"""));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var project = (await made.JsonAsync())["project"]!;
        var address = $"/v3/projects/{project["id"]}";
        Assert.Equal($"http://localhost{address}", (string?)project["links"]!["self"]);
        Assert.Equal("default", (string?)project["domain_id"]);

        Assert.Equal(HttpStatusCode.Conflict, await admin.StatusAsync(HttpMethod.Post, "/v3/projects", Project("""{ "name": "gamma" }""")));
        Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync(HttpMethod.Post, "/v3/projects", Project("""{ "name": "lab", "is_domain": true }""")));
        using var changed = await admin.SendJsonAsync(HttpMethod.Patch, address, Project("""{ "name": "delta", "enabled": false }"""));
        Assert.Equal(("delta", false, "d"), Facts((await changed.JsonAsync())["project"]!));

        var found = (await admin.GetJsonAsync("/v3/projects?name=delta&domain_id=default"))["projects"]!.AsArray();
        Assert.Equal("delta", (string?)found.Single()!["name"]);
        Assert.Empty((await admin.GetJsonAsync("/v3/projects?name=gamma"))["projects"]!.AsArray());

        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, address));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, address));
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("service")]
    public async Task The_projects_that_always_exist_stay(string name)
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var found = (await admin.GetJsonAsync($"/v3/projects?name={name}"))["projects"]!.AsArray().Single()!;

        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Delete, $"/v3/projects/{found["id"]}"));
        Assert.Equal(
            HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Patch, $"/v3/projects/{found["id"]}", Project("""{ "enabled": false }""")));
    }

    [Theory]
    [InlineData("GET", "/v3/projects")]
    [InlineData("GET", "/v3/projects/" + PortalFactory.Beta)]
    [InlineData("GET", "/v3/users")]
    [InlineData("GET", "/v3/roles")]
    [InlineData("GET", "/v3/domains")]
    [InlineData("GET", "/v3/role_assignments")]
    [InlineData("POST", "/v3/projects")]
    [InlineData("POST", "/v3/users")]
    [InlineData("PATCH", "/v3/users/" + PortalFactory.Alice)]
    [InlineData("DELETE", "/v3/projects/" + PortalFactory.Alpha)]
    [InlineData("PUT", $"/v3/projects/{PortalFactory.Alpha}/users/{PortalFactory.Alice}/roles/x")]
    public async Task A_member_administers_nothing_and_nobody_without_a_token(string method, string address)
    {
        using var carol = await portal.ClientOfAsync("carol", "alpha");
        using var anonymous = portal.CreateClient();
        var body = JsonNode.Parse("""{ "project": { "name": "x" }, "user": { "name": "x" } }""");

        Assert.Equal(HttpStatusCode.Forbidden, await carol.StatusAsync(new HttpMethod(method), address, body));
        Assert.Equal(HttpStatusCode.Unauthorized, await anonymous.StatusAsync(new HttpMethod(method), address, body));
    }

    [Fact]
    public async Task A_member_sees_the_own_projects_user_and_domain()
    {
        using var alice = await portal.ClientOfAsync("alice", "alpha");

        foreach (var address in new[] { "/v3/auth/projects", $"/v3/users/{PortalFactory.Alice}/projects" })
        {
            Assert.Equal("alpha", (string?)(await alice.GetJsonAsync(address))["projects"]!.AsArray().Single()!["name"]);
        }

        Assert.Equal("alpha", (string?)(await alice.GetJsonAsync($"/v3/projects/{PortalFactory.Alpha}"))["project"]!["name"]);
        Assert.Equal("alice", (string?)(await alice.GetJsonAsync($"/v3/users/{PortalFactory.Alice}"))["user"]!["name"]);
        Assert.Equal("Default", (string?)(await alice.GetJsonAsync("/v3/domains/default"))["domain"]!["name"]);
        Assert.Empty((await alice.GetJsonAsync("/v3/auth/domains"))["domains"]!.AsArray());
        Assert.Equal(["image", "identity"], (await alice.GetJsonAsync("/v3/auth/catalog"))["catalog"]!.AsArray().Select(service => (string?)service!["type"]));
    }

    [Fact]
    public async Task A_user_is_made_gets_a_role_signs_in_and_is_removed()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var user = await MakeUserAsync(admin, "dave");
        var grant = $"/v3/projects/{PortalFactory.Alpha}/users/{user}/roles/{Role.IdOf("member")}";
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Head, grant));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Put, grant));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Put, grant));
        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Head, grant));
        var roles = (await admin.GetJsonAsync($"/v3/projects/{PortalFactory.Alpha}/users/{user}/roles"))["roles"]!.AsArray();
        Assert.Equal("member", (string?)roles.Single()!["name"]);
        using var dave = await portal.ClientOfAsync("dave", "alpha");
        Assert.Equal(HttpStatusCode.OK, await dave.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));

        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, $"/v3/users/{user}"));

        Assert.Equal(HttpStatusCode.Unauthorized, await dave.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Get, $"/v3/users/{user}"));
    }

    [Fact]
    public async Task Taking_a_role_ends_the_tokens_there_and_no_others()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var user = await MakeUserAsync(admin, "erin");
        var (alpha, beta) = (Grant(PortalFactory.Alpha, user, "member"), Grant(PortalFactory.Beta, user, "member"));
        await admin.StatusAsync(HttpMethod.Put, alpha);
        await admin.StatusAsync(HttpMethod.Put, beta);
        using var inAlpha = await portal.ClientOfAsync("erin", "alpha");
        using var inBeta = await portal.ClientOfAsync("erin", "beta");

        Assert.Equal(HttpStatusCode.NoContent, await admin.StatusAsync(HttpMethod.Delete, alpha));

        Assert.Equal(HttpStatusCode.Unauthorized, await inAlpha.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));
        Assert.Equal(HttpStatusCode.OK, await inBeta.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(HttpMethod.Delete, alpha));
    }

    [Fact]
    public async Task Disabling_a_user_or_project_ends_its_tokens()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var user = await MakeUserAsync(admin, "frank");
        using var made = await admin.SendJsonAsync(HttpMethod.Post, "/v3/projects", Project("""{ "name": "short" }"""));
        var project = (string)(await made.JsonAsync())["project"]!["id"]!;
        await admin.StatusAsync(HttpMethod.Put, Grant(project, user, "member"));
        await admin.StatusAsync(HttpMethod.Put, Grant(PortalFactory.Alpha, user, "member"));
        using var inShort = await portal.ClientOfAsync("frank", "short");
        using var inAlpha = await portal.ClientOfAsync("frank", "alpha");

        await admin.StatusAsync(HttpMethod.Patch, $"/v3/projects/{project}", Project("""{ "enabled": false }"""));
        Assert.Equal(HttpStatusCode.Unauthorized, await inShort.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));
        Assert.Equal(HttpStatusCode.OK, await inAlpha.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));

        await admin.StatusAsync(HttpMethod.Patch, $"/v3/users/{user}", User("""{ "enabled": false }"""));
        Assert.Equal(HttpStatusCode.Unauthorized, await inAlpha.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            await inAlpha.StatusAsync(HttpMethod.Post, "/v3/auth/tokens", TokenRequests.Password("frank", PortalFactory.Password)));
    }

    [Fact]
    public async Task Nobody_disables_or_removes_the_own_account()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var own = (await admin.GetJsonAsync("/v3/users?name=admin"))["users"]![0]!["id"];

        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Delete, $"/v3/users/{own}"));
        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Patch, $"/v3/users/{own}", User("""{ "enabled": false }""")));
    }

    [Fact]
    public async Task Assignments_are_found_by_user_and_scope_with_names_and_with_what_they_imply()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var query = $"/v3/role_assignments?user.id={PortalFactory.Alice}&scope.project.id={PortalFactory.Alpha}";
        var plain = (await admin.GetJsonAsync(query))["role_assignments"]!.AsArray().Single()!;
        Assert.Null(plain["role"]!["name"]);
        Assert.Equal(PortalFactory.Alpha, (string?)plain["scope"]!["project"]!["id"]);

        var named = (await admin.GetJsonAsync(query + "&include_names=True"))["role_assignments"]!.AsArray().Single()!;
        Assert.Equal(("member", "alice", "Default"), ((string?)named["role"]!["name"], (string?)named["user"]!["name"], (string?)named["user"]!["domain"]!["name"]));

        var effective = (await admin.GetJsonAsync(query + "&include_names&effective"))["role_assignments"]!.AsArray();
        Assert.Equal(["member", "reader"], effective.Select(row => (string?)row!["role"]!["name"]).Order());

        var reader = (await admin.GetJsonAsync($"{query}&effective&role.id={Role.IdOf("reader")}"))["role_assignments"]!.AsArray();
        Assert.Single(reader);
    }

    [Fact]
    public async Task A_user_changes_the_own_password_with_the_old_one_and_other_tokens_end()
    {
        using var admin = await portal.ClientOfAsync("admin", "admin");
        var user = await MakeUserAsync(admin, "grace");
        await admin.StatusAsync(HttpMethod.Put, Grant(PortalFactory.Alpha, user, "member"));
        using var grace = await portal.ClientOfAsync("grace", "alpha");
        var address = $"/v3/users/{user}/password";

        Assert.Equal(HttpStatusCode.Unauthorized, await grace.StatusAsync(HttpMethod.Post, address, User("""{ "password": "new-secret", "original_password": "wrong" }""")));
        Assert.Equal(HttpStatusCode.Forbidden, await admin.StatusAsync(HttpMethod.Post, address, User("""{ "password": "new-secret", "original_password": "x" }""")));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await grace.StatusAsync(HttpMethod.Post, address, User($$"""{ "password": "7 signs", "original_password": "{{PortalFactory.Password}}" }""")));
        Assert.Equal(
            HttpStatusCode.NoContent,
            await grace.StatusAsync(HttpMethod.Post, address, User($$"""{ "password": "new-secret", "original_password": "{{PortalFactory.Password}}" }""")));

        Assert.Equal(HttpStatusCode.Unauthorized, await grace.StatusAsync(HttpMethod.Get, "/v3/auth/projects"));
        Assert.Equal(
            HttpStatusCode.Created, await grace.StatusAsync(HttpMethod.Post, "/v3/auth/tokens", TokenRequests.Password("grace", "new-secret", "alpha")));
    }

    private static async Task<string> MakeUserAsync(HttpClient admin, string name)
    {
        using var made = await admin.SendJsonAsync(
            HttpMethod.Post, "/v3/users", User($$"""{ "name": "{{name}}", "password": "{{PortalFactory.Password}}", "options": {} }"""));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (string)(await made.JsonAsync())["user"]!["id"]!;
    }

    private static string Grant(string project, string user, string role) => $"/v3/projects/{project}/users/{user}/roles/{Role.IdOf(role)}";

    private static (string?, bool, string?) Facts(JsonNode project) => ((string?)project["name"], (bool)project["enabled"]!, (string?)project["description"]);

    private static JsonObject Project(string fields) => new() { ["project"] = JsonNode.Parse(fields) };

    private static JsonObject User(string fields) => new() { ["user"] = JsonNode.Parse(fields) };
}
