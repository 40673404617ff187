using System.Security.Claims;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Identity;
using GlancePortal.Domain.Images;
using GlancePortal.Hosting;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace GlancePortal.Tests.Hosting;

[Trait("Suite", "api")]
public sealed class Actions(PortalFactory portal) : IClassFixture<PortalFactory>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_action_runs_as_the_person_in_the_project_of_the_page()
    {
        var outcome = await (await ScopeOfAliceAsync()).RunAsync<ImageQueries, Caller>("alpha", (_, caller) => Task.FromResult(caller), Cancellation);

        Assert.Null(outcome.Refusal);
        Assert.Equal(("alice", PortalFactory.Alpha, "alpha"), (outcome.Value!.UserName, outcome.Value.ProjectId, outcome.Value.ProjectName));
        Assert.True(outcome.Value.Has(RoleNames.Member));
        Assert.StartsWith("req-", outcome.Value.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_project_without_a_role_nothing_runs()
    {
        var ran = false;
        var refusal = await (await ScopeOfAliceAsync()).RunAsync<ImageQueries>("beta", (_, _) => Task.FromResult(ran = true), Cancellation);

        Assert.Equal("access.project", refusal!.Code);
        Assert.False(ran);
    }

    [Fact]
    public async Task Once_the_session_has_ended_nothing_runs()
    {
        var (scope, session) = await SignInAliceAsync();
        await using (var services = portal.Services.CreateAsyncScope())
        {
            await services.ServiceProvider.GetRequiredService<SignIn>().EndAsync(Caller.Anonymous, session, Cancellation);
        }

        var refusal = await scope.RunAsync<ImageQueries>("alpha", (_, _) => Task.CompletedTask, Cancellation);

        Assert.Equal("access.project", refusal!.Code);
    }

    [Fact]
    public async Task A_refusal_comes_back_with_its_code_and_a_request_to_look_for()
    {
        var outcome = await (await ScopeOfAliceAsync()).RunAsync<ImageQueries, Image>(
            "alpha", (images, caller) => images.ShowAsync(caller, Guid.NewGuid(), Cancellation), Cancellation);

        Assert.Equal("image.not_found", outcome.Refusal!.Code);
        Assert.StartsWith("req-", outcome.Refusal.RequestId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_that_nobody_foresaw_tells_the_person_nothing_of_its_inside()
    {
        var refusal = await (await ScopeOfAliceAsync()).RunAsync<ImageQueries>(
            "alpha", (_, _) => throw new InvalidOperationException("/secret/path"), Cancellation);

        Assert.Equal(new Refusal(Refusal.Unknown, "", refusal!.RequestId), refusal);
    }

    [Fact]
    public async Task Leaving_the_page_is_no_fault()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await (await ScopeOfAliceAsync()).RunAsync<ImageQueries>(
            "alpha", (_, _) => Task.FromCanceled(left.Token), left.Token));
    }

    private async Task<ActionScope> ScopeOfAliceAsync() => (await SignInAliceAsync()).Scope;

    private async Task<(ActionScope Scope, string Session)> SignInAliceAsync()
    {
        using var browser = await PortalBrowser.SignedInAsync(portal, "alice");
        var session = await portal.InDatabaseAsync(db =>
            db.PortalSessions.Where(row => row.UserId == PortalFactory.Alice).OrderByDescending(row => row.CreatedAt).FirstAsync(Cancellation));
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, PortalFactory.Alice), new(ClaimTypes.Name, "alice"), new("sid", session.Id)], "Portal");
        var scope = new ActionScope(
            portal.Services.GetRequiredService<IServiceScopeFactory>(), new Fixed(new ClaimsPrincipal(identity)), NullLogger<ActionScope>.Instance);
        return (scope, session.Id);
    }

    private sealed class Fixed(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
