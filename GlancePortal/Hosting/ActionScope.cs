using System.Security.Claims;
using GlancePortal.Access;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using Microsoft.AspNetCore.Components.Authorization;

namespace GlancePortal.Hosting;

/// <summary>One action of a person in a page: one scope of services, one look at who they are now, one request id.</summary>
/// <remarks>A page lives for hours. What it was allowed at its start says nothing about now.</remarks>
internal sealed partial class ActionScope(
    IServiceScopeFactory scopes, AuthenticationStateProvider authentication, ILogger<ActionScope> logger)
{
    private static readonly Func<ILogger, string, IDisposable?> Lines = LoggerMessage.DefineScope<string>("{RequestId}");

    /// <summary>Runs an action in a project.</summary>
    /// <param name="project">Id or name of the project as the address has it; null acts without one.</param>
    /// <param name="action">Calls the domain.</param>
    /// <param name="cancellationToken">The page was left.</param>
    /// <returns>What came of it, or why it was refused.</returns>
    public async Task<Outcome<T>> RunAsync<TService, T>(
        string? project, Func<TService, Caller, Task<T>> action, CancellationToken cancellationToken)
        where TService : notnull
    {
        var requestId = "req-" + Guid.NewGuid();
        using var lines = Lines(logger, requestId);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var user = (await authentication.GetAuthenticationStateAsync()).User;
            var caller = await CallerAsync(scope.ServiceProvider, user, project, cancellationToken);
            return new(await action(scope.ServiceProvider.GetRequiredService<TService>(), caller with { RequestId = requestId }), null);
        }
        catch (DomainException refusal)
        {
            LogRefused(refusal.Code, refusal.Message);
            return new(default, new Refusal(refusal.Code, refusal.Message, requestId));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The page stays; the person gets an id that leads to this line.
            LogFailed(fault);
            return new(default, new Refusal(Refusal.Unknown, "", requestId));
        }
    }

    /// <inheritdoc cref="RunAsync{TService, T}(string?, Func{TService, Caller, Task{T}}, CancellationToken)"/>
    public async Task<Refusal?> RunAsync<TService>(string? project, Func<TService, Caller, Task> action, CancellationToken cancellationToken)
        where TService : notnull
    {
        var outcome = await RunAsync<TService, bool>(
            project,
            async (service, caller) =>
            {
                await action(service, caller);
                return true;
            },
            cancellationToken);
        return outcome.Refusal;
    }

    private static async Task<Caller> CallerAsync(IServiceProvider services, ClaimsPrincipal user, string? project, CancellationToken cancellationToken) =>
        await services.GetRequiredService<PortalCallers>().ForAsync(user, project, cancellationToken)
            ?? throw new ForbiddenException($"You have no role in the project {project}.", "access.project");

    [LoggerMessage(LogLevel.Information, "Refused in the portal: {Code}: {Reason}")]
    private partial void LogRefused(string code, string reason);

    [LoggerMessage(LogLevel.Error, "An action in the portal failed")]
    private partial void LogFailed(Exception fault);
}
