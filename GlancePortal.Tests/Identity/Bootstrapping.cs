using GlancePortal.Domain.Access;
using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Identity;

[Trait("Suite", "data")]
public sealed class BootstrappingOnSqlite : Bootstrapping<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class BootstrappingOnPostgres : Bootstrapping<PostgresDatabase>
{
    [Fact]
    public async Task Nodes_that_start_together_make_one_administrator_and_one_key()
    {
        await using var one = new IdentityNode(Database);
        await using var other = new IdentityNode(Database);

        await Task.WhenAll(one.StartAsync(), other.StartAsync());

        Assert.Equal(1, await one.InDatabaseAsync(db => db.Users.CountAsync(Cancellation)));
        Assert.Equal(1, await one.InDatabaseAsync(db => db.DataProtectionKeys.CountAsync(Cancellation)));
    }
}

public abstract class Bootstrapping<TDatabase> : IAsyncLifetime
    where TDatabase : TestDatabase, new()
{
    private const string People = """
        { "domains": [ { "name": "lab" } ],
          "projects": [ { "id": "11111111111111111111111111111111", "name": "alpha" }, { "name": "alpha", "domain": "lab" } ],
          "users": [ { "id": "alice-1", "name": "alice", "password": "first", "roles": { "alpha": ["member"] } },
                     { "name": "alice", "domain": "lab", "password": "other", "default_project": "alpha", "roles": { "alpha": ["reader", "manager"] } } ] }
        """;

    private readonly TemporaryFolder _folder = new();

    // A start is about an empty database: each test has its own.
    protected TDatabase Database { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Database.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_first_start_makes_the_administrator_roles_and_the_fixed_projects()
    {
        await using var node = new IdentityNode(Database, ("Identity:Bootstrap:AdminPassword", "given"));
        await node.StartAsync();

        var token = await SignInAsync(node, "admin", "given", "admin");
        Assert.Equal(["admin"], token.Roles);
        Assert.Equal(["admin", "service"], await node.InDatabaseAsync(db => db.Projects.Select(row => row.Name).Order().ToListAsync(Cancellation)));
        Assert.Equal(RoleNames.All.Order(), await node.InDatabaseAsync(db => db.Roles.Select(row => row.Name).Order().ToListAsync(Cancellation)));
        Assert.False(await node.Get<FirstRun>().IsAdminPasswordGeneratedAsync(Cancellation));
    }

    [Fact]
    public async Task A_password_is_made_up_when_none_is_given()
    {
        await using var node = new IdentityNode(Database);
        await node.StartAsync();

        Assert.True(await node.Get<FirstRun>().IsAdminPasswordGeneratedAsync(Cancellation));
        await Assert.ThrowsAsync<WrongCredentialsException>(() => SignInAsync(node, "admin", "", "admin"));
    }

    [Fact]
    public async Task The_file_makes_what_it_names_and_again_nothing()
    {
        await using var node = await StartWithFileAsync(People);
        var alice = await SignInAsync(node, "alice", "first", "alpha");
        Assert.Equal(("alice-1", "11111111111111111111111111111111"), (alice.User.Id, alice.Project!.Id));
        var other = await node.InScopeAsync((TokenIssue issue) => issue.ForPasswordAsync(
            new EntityReference(null, "alice", DomainName: "lab"), "other", new ScopeRequest.Unsaid(), Caller.Anonymous, Cancellation));
        Assert.Equal(("alpha", "lab"), (other.Project!.Name, other.Project.Domain.Name));
        Assert.Equal(["manager", "reader"], other.Roles);
        var events = await node.InDatabaseAsync(db => db.AuditEvents.CountAsync(Cancellation));

        await using var again = await StartWithFileAsync(People);

        Assert.Equal(events, await again.InDatabaseAsync(db => db.AuditEvents.CountAsync(Cancellation)));
        Assert.NotNull(again.Tokens.Read(node.Tokens.Write(alice)));
    }

    [Fact]
    public async Task A_password_that_its_user_changed_stays_until_the_file_gives_another()
    {
        await using var node = await StartWithFileAsync(People);
        var alice = await SignInAsync(node, "alice", "first", "alpha");
        await node.InScopeAsync((Passwords passwords) => passwords.ChangeAsync(alice.Caller, "first", "own-secret", keepSession: null, Cancellation));

        await using var again = await StartWithFileAsync(People);
        var changed = await SignInAsync(again, "alice", "own-secret", "alpha");

        await using var replaced = await StartWithFileAsync(People.Replace("\"first\"", "\"second\"", StringComparison.Ordinal));
        await SignInAsync(replaced, "alice", "second", "alpha");
        await replaced.RefreshAsync();
        Assert.Null(replaced.Tokens.Read(again.Tokens.Write(changed)));
    }

    [Fact]
    public async Task A_user_or_project_that_the_file_disables_loses_its_tokens()
    {
        await using var node = await StartWithFileAsync(People);
        var alice = node.Tokens.Write(await SignInAsync(node, "alice", "first", "alpha"));

        await using var again = await StartWithFileAsync(People.Replace("\"name\": \"alpha\" }", "\"name\": \"alpha\", \"enabled\": false }", StringComparison.Ordinal));
        await again.RefreshAsync();

        Assert.Null(again.Tokens.Read(alice));
        await Assert.ThrowsAsync<ScopeDeniedException>(() => SignInAsync(again, "alice", "first", "alpha"));
    }

    [Fact]
    public async Task Nobody_of_a_domain_that_the_file_disables_gets_in_or_stays_in()
    {
        await using var node = await StartWithFileAsync(People);
        var who = new EntityReference(null, "alice", DomainName: "lab");
        var token = await node.InScopeAsync((TokenIssue issue) =>
            issue.ForPasswordAsync(who, "other", new ScopeRequest.Unsaid(), Caller.Anonymous, Cancellation));

        await using var again = await StartWithFileAsync(
            People.Replace("\"name\": \"lab\" }", "\"name\": \"lab\", \"enabled\": false }", StringComparison.Ordinal));
        await again.RefreshAsync();

        Assert.Null(again.Tokens.Read(node.Tokens.Write(token)));
        await Assert.ThrowsAsync<WrongCredentialsException>(() => again.InScopeAsync((TokenIssue issue) =>
            issue.ForPasswordAsync(who, "other", new ScopeRequest.Unscoped(), Caller.Anonymous, Cancellation)));
    }

    [Theory]
    [InlineData("""{ "users": [ { "name": "x", "roles": { "nowhere": ["member"] } } ] }""", "User 'x': there is no project 'nowhere'.")]
    [InlineData("""{ "users": [ { "name": "x", "domain": "nowhere" } ] }""", "User 'x': there is no domain 'nowhere'.")]
    [InlineData("""{ "projects": [ { "id": "other", "name": "admin" } ] }""", "Project 'admin' exists with the id")]
    public async Task What_does_not_fit_stops_the_start_and_changes_nothing(string file, string fault)
    {
        await using var node = new IdentityNode(Database);
        await node.StartAsync();
        var events = await node.InDatabaseAsync(db => db.AuditEvents.CountAsync(Cancellation));

        var thrown = await Assert.ThrowsAsync<BootstrapFaultException>(() => StartWithFileAsync(file));

        Assert.StartsWith(fault, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(events, await node.InDatabaseAsync(db => db.AuditEvents.CountAsync(Cancellation)));
    }

    private async Task<IdentityNode> StartWithFileAsync(string file)
    {
        var path = _folder.File("people.json");
        await File.WriteAllTextAsync(path, file, Cancellation);
        var node = new IdentityNode(Database, ("Identity:Bootstrap:File", path));
        await node.StartAsync();
        return node;
    }

    private static Task<Token> SignInAsync(IdentityNode node, string name, string password, string project) =>
        node.InScopeAsync((TokenIssue issue) => issue.ForPasswordAsync(
            new EntityReference(null, name), password, new ScopeRequest.InProject(new EntityReference(null, project)), Caller.Anonymous, Cancellation));
}
