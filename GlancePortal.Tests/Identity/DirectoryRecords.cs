using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Identity;

[Trait("Suite", "data")]
public sealed class DirectoryRecordsOnSqlite(SqliteDatabase database) : DirectoryRecords(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class DirectoryRecordsOnPostgres(PostgresDatabase database) : DirectoryRecords(database), IClassFixture<PostgresDatabase>;

/// <summary>Users, projects, roles and application credentials as records.</summary>
public abstract class DirectoryRecords(TestDatabase database) : IAsyncLifetime
{
    private const string Password = "right";
    private readonly IdentityNode _node = new(database, ("Identity:Bootstrap:AdminPassword", Password));
    private readonly string _name = $"n-{Guid.NewGuid():N}";
    private Project _project = null!;
    private PortalUser _user = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Caller Admin => Callers.Admin();

    private Grant Membership => new(_user.Id, _project.Id, IsDomain: false, Role.IdOf(RoleNames.Member));

    public async ValueTask InitializeAsync()
    {
        await _node.StartAsync();
        _project = await _node.InScopeAsync((Projects projects) => projects.CreateAsync(Admin, new DirectoryChange(_name), domainId: null, Cancellation));
        _user = await _node.InScopeAsync((Users users) =>
            users.CreateAsync(Admin, new UserChange(_name, Password: Password, DefaultProjectId: _project.Id), domainId: null, Cancellation));
        await _node.InScopeAsync((RoleAssignments roles) => roles.GrantAsync(Admin, Membership, Cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public Task Lists_are_narrowed_by_name_domain_and_state() => _node.InScopeAsync(async (DirectoryLists lists) =>
    {
        Assert.Equal(_project.Id, Assert.Single(await lists.ProjectsAsync(Admin, new DirectoryFilter(_name, "default", true), Cancellation)).Id);
        Assert.Empty(await lists.ProjectsAsync(Admin, new DirectoryFilter(_name, Enabled: false), Cancellation));
        Assert.Empty(await lists.ProjectsAsync(Admin, new DirectoryFilter(_name, "elsewhere"), Cancellation));
        Assert.Equal(_user.Id, Assert.Single(await lists.UsersAsync(Admin, new DirectoryFilter(_name.ToUpperInvariant(), "default", true), Cancellation)).Id);
        Assert.Equal(RoleNames.Reader, Assert.Single(await lists.RolesAsync(Admin, RoleNames.Reader, Cancellation)).Name);
        Assert.Equal("default", Assert.Single(await lists.DomainsAsync(Admin, new DirectoryFilter("Default", Enabled: true), Cancellation)).Id);
        Assert.Equal(_project.Id, Assert.Single(await lists.ProjectsOfAsync(Admin, _user.Id, Cancellation)).Id);
    });

    [Fact]
    public Task Assignments_are_narrowed_and_expanded() => _node.InScopeAsync(async (RoleAssignments roles) =>
    {
        var given = Assert.Single(await roles.ListAsync(Admin, new AssignmentFilter(_user.Id, _project.Id), Cancellation));
        Assert.Equal((RoleNames.Member, _name, _name), (given.Role.Name, given.User.Name, given.Project!.Name));

        var effective = await roles.ListAsync(Admin, new AssignmentFilter(ProjectId: _project.Id, Effective: true), Cancellation);
        Assert.Equal([RoleNames.Member, RoleNames.Reader], effective.Select(each => each.Role.Name).Order());
        Assert.Empty(await roles.ListAsync(Admin, new AssignmentFilter(_user.Id, RoleId: Role.IdOf(RoleNames.Reader)), Cancellation));
        Assert.Single(await roles.ListAsync(Admin, new AssignmentFilter(_user.Id, RoleId: Role.IdOf(RoleNames.Reader), Effective: true), Cancellation));
        Assert.NotEmpty(await roles.ListAsync(Admin, new AssignmentFilter(DomainId: "default"), Cancellation));
    });

    [Fact]
    public async Task A_project_that_goes_takes_roles_and_credentials_along_and_leaves_its_users()
    {
        var token = await SignInAsync();
        await MakeCredentialAsync(token, "gone");

        await _node.InScopeAsync((Projects projects) => projects.DeleteAsync(Admin, _project.Id, Cancellation));

        Assert.Null(_node.Tokens.Read(_node.Tokens.Write(token)));
        Assert.Equal(0, await _node.InDatabaseAsync(db => db.RoleAssignments.CountAsync(row => row.UserId == _user.Id, Cancellation)));
        Assert.Equal(0, await _node.InDatabaseAsync(db => db.ApplicationCredentials.CountAsync(row => row.UserId == _user.Id, Cancellation)));
        Assert.Null((await SignInAsync()).Project);
    }

    [Fact]
    public async Task A_user_that_goes_takes_roles_credentials_and_sessions_along()
    {
        var token = await SignInAsync();
        await MakeCredentialAsync(token, "gone");
        await _node.InScopeAsync((SignIn signIn) => signIn.RunAsync(new EntityReference(null, _name), Password, Caller.Anonymous, Cancellation));

        await _node.InScopeAsync((Users users) => users.DeleteAsync(Admin, _user.Id, Cancellation));

        Assert.Null(_node.Tokens.Read(_node.Tokens.Write(token)));
        await Assert.ThrowsAsync<WrongCredentialsException>(SignInAsync);
        Assert.Equal(0, await _node.InDatabaseAsync(db => db.PortalSessions.CountAsync(row => row.UserId == _user.Id, Cancellation)));
    }

    [Fact]
    public async Task A_disabled_project_lets_nobody_in_and_comes_back()
    {
        await ChangeProjectAsync(new DirectoryChange(Enabled: false));
        Assert.Null((await SignInAsync()).Project);
        Assert.Empty(await _node.InScopeAsync((DirectoryLists lists) => lists.ProjectsOfAsync(Admin, _user.Id, Cancellation)));

        await ChangeProjectAsync(new DirectoryChange(Name: _name + "x", Description: "back", Enabled: true));
        Assert.Equal(_name + "x", (await SignInAsync()).Project!.Name);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_a_conflict_also_when_renaming()
    {
        await _node.InScopeAsync((Projects projects) => projects.CreateAsync(Admin, new DirectoryChange(_name + "-2"), domainId: null, Cancellation));

        await Assert.ThrowsAsync<ConflictException>(() => ChangeProjectAsync(new DirectoryChange(_name + "-2")));
        await Assert.ThrowsAsync<ConflictException>(() =>
            _node.InScopeAsync((Users users) => users.UpdateAsync(Admin, _user.Id, new UserChange("admin"), Cancellation)));
    }

    [Fact]
    public async Task An_application_credential_acts_with_the_roles_that_its_user_still_has()
    {
        var made = await MakeCredentialAsync(await SignInAsync(), "robot");
        var first = await UseAsync(made);
        Assert.Equal((_project.Id, RoleNames.Member), (first.Project!.Id, first.Roles.Single()));
        await Assert.ThrowsAsync<ConflictException>(async () => await MakeCredentialAsync(await SignInAsync(), "robot"));

        await _node.InScopeAsync((RoleAssignments roles) => roles.GrantAsync(Admin, Membership with { RoleId = Role.IdOf(RoleNames.Reader) }, Cancellation));
        await _node.InScopeAsync((RoleAssignments roles) => roles.RevokeAsync(Admin, Membership, Cancellation));

        Assert.Null(_node.Tokens.Read(_node.Tokens.Write(first)));
        await Assert.ThrowsAsync<ScopeDeniedException>(() => UseAsync(made));
    }

    [Fact]
    public async Task An_application_credential_ends_and_so_do_its_tokens_before()
    {
        var ends = database.Time.GetUtcNow().AddMinutes(10);
        var made = await MakeCredentialAsync(await SignInAsync(), "short", ends);
        Assert.Equal(ends, (await UseAsync(made)).ExpiresAt);

        database.Time.Advance(TimeSpan.FromMinutes(10));

        await Assert.ThrowsAsync<WrongCredentialsException>(() => UseAsync(made));
    }

    [Fact]
    public async Task What_changes_who_may_what_is_in_the_audit_and_secrets_are_not()
    {
        await MakeCredentialAsync(await SignInAsync(), "audited");

        var events = await _node.InDatabaseAsync(db => db.AuditEvents
            .Where(audit => audit.ObjectId == _user.Id || audit.ObjectId == _project.Id || audit.ProjectId == _project.Id)
            .OrderBy(audit => audit.Id).Select(audit => new { audit.Action, audit.Detail }).ToListAsync(Cancellation));

        Assert.Equal(["project.create", "user.create", "role.grant", "application_credential.create"], events.Select(audit => audit.Action));
        Assert.DoesNotContain(events, audit => audit.Detail?.Contains(Password, StringComparison.Ordinal) == true);
    }

    private Task<Project> ChangeProjectAsync(DirectoryChange change) =>
        _node.InScopeAsync((Projects projects) => projects.UpdateAsync(Admin, _project.Id, change, Cancellation));

    private Task<Token> SignInAsync() => _node.InScopeAsync((TokenIssue issue) =>
        issue.ForPasswordAsync(new EntityReference(_user.Id, null), Password, new ScopeRequest.Unsaid(), Caller.Anonymous, Cancellation));

    private Task<NewApplicationCredential> MakeCredentialAsync(Token token, string name, DateTimeOffset? expiresAt = null) =>
        _node.InScopeAsync((ApplicationCredentials credentials) => credentials.CreateAsync(
            token.Caller, _user.Id, token, new ApplicationCredentialDraft(name, null, null, null, expiresAt, Unrestricted: false), Cancellation));

    private Task<Token> UseAsync(NewApplicationCredential made) => _node.InScopeAsync((TokenIssue issue) => issue.ForApplicationCredentialAsync(
        new ApplicationCredentialReference(made.Credential.Id, null, null), made.Secret, Caller.Anonymous, Cancellation));
}
