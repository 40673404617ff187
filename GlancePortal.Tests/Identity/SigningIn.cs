using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Identity;

[Trait("Suite", "data")]
public sealed class SigningInOnSqlite(SqliteDatabase database) : SigningIn(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class SigningInOnPostgres(PostgresDatabase database) : SigningIn(database), IClassFixture<PostgresDatabase>;

/// <summary>Sign-in, its throttle, tokens and sessions, as two nodes on one database see them.</summary>
public abstract class SigningIn(TestDatabase database) : IAsyncLifetime
{
    private const string Password = "right";
    private readonly string _name = $"user-{Guid.NewGuid():N}";
    private readonly IdentityNode _here = new(database, ("Identity:Bootstrap:AdminPassword", Password));
    private readonly IdentityNode _there = new(database);
    private string _id = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Caller Admin => Callers.Admin();

    public async ValueTask InitializeAsync()
    {
        await _here.StartAsync();
        _id = (await _here.InScopeAsync((Users users) => users.CreateAsync(Admin, new UserChange(_name, Password: Password), domainId: null, Cancellation))).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_token_of_one_node_is_good_on_another_until_it_expires()
    {
        var token = _here.Tokens.Write(await SignInAsync(_here));
        Assert.Equal(_name, _there.Tokens.Read(token)!.User.Name);

        database.Time.Advance(TimeSpan.FromHours(4));

        Assert.Null(_here.Tokens.Read(token));
        Assert.Null(_there.Tokens.Read(token));
    }

    [Fact]
    public async Task A_revoked_token_is_over_here_at_once_and_there_with_the_next_look()
    {
        var token = await SignInAsync(_here);
        var (ended, other) = (_here.Tokens.Write(token), _here.Tokens.Write(await SignInAsync(_here)));
        Assert.NotNull(_there.Tokens.Read(ended));

        await _here.InScopeAsync((TokenIssue issue) => issue.RevokeAsync(token.Caller, token, Cancellation));

        Assert.Null(_here.Tokens.Read(ended));
        await _there.RefreshAsync();
        Assert.Null(_there.Tokens.Read(ended));
        Assert.NotNull(_there.Tokens.Read(other));
    }

    [Fact]
    public async Task Another_password_ends_what_the_old_one_opened_and_the_new_one_opens_again()
    {
        var old = _there.Tokens.Write(await SignInAsync(_there));

        await _here.InScopeAsync((Users users) => users.UpdateAsync(Admin, _id, new UserChange(Password: "new"), Cancellation));
        await _there.RefreshAsync();

        Assert.Null(_there.Tokens.Read(old));
        Assert.NotNull(_there.Tokens.Read(_here.Tokens.Write(await SignInAsync(_here, "new"))));
    }

    [Fact]
    public async Task A_late_row_of_a_node_whose_clock_is_behind_is_still_found()
    {
        var token = await SignInAsync(_here);
        await _there.RefreshAsync();
        database.Time.Advance(TimeSpan.FromMinutes(4));
        await _there.RefreshAsync();
        await _here.InScopeAsync((PortalDb db) => db.WriteAsync(
            _ =>
            {
                var row = _here.Get<Revocations>().Of($"user:{_id}");
                row.CreatedAt -= TimeSpan.FromMinutes(4);
                db.TokenRevocations.Add(row);
                return Task.CompletedTask;
            },
            Cancellation));

        await _there.RefreshAsync();

        Assert.Null(_there.Tokens.Read(_here.Tokens.Write(token)));
    }

    [Fact]
    public async Task Every_node_looks_by_itself_every_two_seconds()
    {
        var token = await SignInAsync(_here);
        var text = _here.Tokens.Write(token);
        var feed = _there.Get<RevocationFeed>();
        await feed.StartAsync(Cancellation);
        try
        {
            await _here.InScopeAsync((TokenIssue issue) => issue.RevokeAsync(token.Caller, token, Cancellation));

            // The timer may start a moment after the service did; each turn of the clock wakes it at most once.
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            deadline.CancelAfter(TimeSpan.FromSeconds(30));
            while (_there.Tokens.Read(text) is not null)
            {
                database.Time.Advance(RevocationFeed.Every);
                await Task.Delay(TimeSpan.FromMilliseconds(20), deadline.Token);
            }
        }
        finally
        {
            await feed.StopAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Rows_of_tokens_that_are_over_anyway_are_removed()
    {
        var token = await SignInAsync(_here);
        await _here.InScopeAsync((TokenIssue issue) => issue.RevokeAsync(token.Caller, token, Cancellation));
        database.Time.Advance(TimeSpan.FromHours(5));

        await _there.RefreshAsync();

        Assert.False(await _here.InDatabaseAsync(db => db.TokenRevocations.AnyAsync(row => row.Subject == $"token:{token.AuditId}", Cancellation)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Failures_close_an_account_on_every_node_whether_it_exists_or_not(bool exists)
    {
        var name = exists ? _name : $"nobody-{Guid.NewGuid():N}";
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<WrongCredentialsException>(() => SignInAsync(_here, "wrong", name));
        }

        var locked = await Assert.ThrowsAsync<TooManyAttemptsException>(() => SignInAsync(_there, exists ? Password : "wrong", name));

        Assert.Equal(TimeSpan.FromSeconds(15), locked.RetryAfter);
    }

    [Fact]
    public async Task After_the_pause_the_right_password_opens_and_the_count_begins_anew()
    {
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<WrongCredentialsException>(() => SignInAsync(_here, "wrong"));
        }

        database.Time.Advance(TimeSpan.FromSeconds(15));
        await SignInAsync(_here);

        await Assert.ThrowsAsync<WrongCredentialsException>(() => SignInAsync(_here, "wrong"));
        await SignInAsync(_here);
    }

    [Fact]
    public async Task Each_failure_after_a_pause_doubles_the_next_one_up_to_the_longest()
    {
        var pauses = new List<double>();
        for (var i = 0; i < 4 + 8; i++)
        {
            await Assert.ThrowsAsync<WrongCredentialsException>(() => SignInAsync(_here, "wrong"));
            if (i >= 4)
            {
                var locked = await Assert.ThrowsAsync<TooManyAttemptsException>(() => SignInAsync(_here, "wrong"));
                pauses.Add(locked.RetryAfter.TotalSeconds);
                database.Time.Advance(locked.RetryAfter);
            }
        }

        Assert.Equal([15, 30, 60, 120, 240, 480, 900, 900], pauses);
    }

    [Fact]
    public async Task Guesses_at_once_are_not_more_guesses()
    {
        var guesses = await Task.WhenAll(Enumerable.Range(0, 12).Select(async i =>
        {
            var refusal = await Record.ExceptionAsync(() => SignInAsync(i % 2 == 0 ? _here : _there, "wrong"));
            return refusal!.GetType();
        }));

        Assert.Equal(5, guesses.Count(type => type == typeof(WrongCredentialsException)));
        Assert.Equal(7, guesses.Count(type => type == typeof(TooManyAttemptsException)));
    }

    [Fact]
    public async Task By_id_and_by_name_an_account_is_the_same()
    {
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<WrongCredentialsException>(() => SignInAsync(_here, "wrong"));
        }

        await Assert.ThrowsAsync<TooManyAttemptsException>(() => _here.InScopeAsync((TokenIssue issue) => issue.ForPasswordAsync(
            new EntityReference(_id, null), Password, new ScopeRequest.Unscoped(), Caller.Anonymous, Cancellation)));
    }

    [Fact]
    public async Task A_session_lives_on_every_node_until_it_is_ended()
    {
        var session = await BeginSessionAsync();
        Assert.Equal(_id, await _there.Get<LiveSessions>().UserOfAsync(session.SessionId, Cancellation));

        await _here.InScopeAsync((SignIn signIn) => signIn.EndAsync(Caller.Anonymous, session.SessionId, Cancellation));

        Assert.Null(await _here.Get<LiveSessions>().UserOfAsync(session.SessionId, Cancellation));
        database.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await _there.Get<LiveSessions>().UserOfAsync(session.SessionId, Cancellation));
    }

    [Fact]
    public async Task Disabling_a_user_ends_its_sessions_for_good()
    {
        var session = await BeginSessionAsync();

        await _there.InScopeAsync((Users users) => users.UpdateAsync(Admin, _id, new UserChange(Enabled: false), Cancellation));
        Assert.Null(await _here.Get<LiveSessions>().UserOfAsync(session.SessionId, Cancellation));

        await _there.InScopeAsync((Users users) => users.UpdateAsync(Admin, _id, new UserChange(Enabled: true), Cancellation));
        database.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await _here.Get<LiveSessions>().UserOfAsync(session.SessionId, Cancellation));
    }

    [Fact]
    public async Task Changing_the_own_password_keeps_the_session_it_is_changed_in_and_ends_the_others()
    {
        var (own, other) = (await BeginSessionAsync(), await BeginSessionAsync());
        var caller = new Caller { UserId = _id, UserName = _name };

        await _here.InScopeAsync((Passwords passwords) => passwords.ChangeAsync(caller, Password, "new-secret", own.SessionId, Cancellation));

        Assert.Equal(_id, await _here.Get<LiveSessions>().UserOfAsync(own.SessionId, Cancellation));
        Assert.Null(await _here.Get<LiveSessions>().UserOfAsync(other.SessionId, Cancellation));
    }

    [Fact]
    public async Task What_a_user_may_where_is_known_two_seconds_later()
    {
        var project = await _here.InScopeAsync((Projects projects) =>
            projects.CreateAsync(Admin, new DirectoryChange($"p-{_name}"), domainId: null, Cancellation));
        Assert.Empty(await _there.Get<ProjectRoles>().OfAsync(_id, Cancellation));

        await _here.InScopeAsync((RoleAssignments roles) =>
            roles.GrantAsync(Admin, new Grant(_id, project.Id, IsDomain: false, Role.IdOf(RoleNames.Reader)), Cancellation));
        database.Time.Advance(TimeSpan.FromSeconds(2));

        var seen = Assert.Single(await _there.Get<ProjectRoles>().OfAsync(_id, Cancellation));
        Assert.Equal((project.Id, RoleNames.Reader), (seen.Id, seen.Roles.Single()));
    }

    [Fact]
    public async Task Names_are_unique_within_a_domain_whatever_their_case()
    {
        await Assert.ThrowsAsync<Domain.Errors.ConflictException>(() => _here.InScopeAsync((Users users) =>
            users.CreateAsync(Admin, new UserChange(_name.ToUpperInvariant(), Password: "x"), domainId: null, Cancellation)));
    }

    private Task<SignedIn> BeginSessionAsync() => _here.InScopeAsync((SignIn signIn) =>
        signIn.RunAsync(new EntityReference(null, _name), Password, Caller.Anonymous, Cancellation));

    private Task<Token> SignInAsync(IdentityNode node, string password = Password, string? name = null) =>
        node.InScopeAsync((TokenIssue issue) => issue.ForPasswordAsync(
            new EntityReference(null, name ?? _name), password, new ScopeRequest.Unscoped(), Caller.Anonymous, Cancellation));
}
