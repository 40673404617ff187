using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using GlancePortal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api;

/// <summary>Whether this process lives, and whether it can serve.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/livez", LiveAsync).AllowAnonymous();
        endpoints.MapGet("/readyz", ReadyAsync).AllowAnonymous();
        endpoints.MapGet("/healthcheck", GlanceCheckAsync).AllowAnonymous();
    }

    internal static Task LiveAsync(HttpContext context) => SayAsync(context, fault: null);

    internal static async Task ReadyAsync(HttpContext context, Readiness readiness) =>
        await SayAsync(context, await readiness.FindFaultAsync(Patience, context.RequestAborted));

    internal static async Task GlanceCheckAsync(HttpContext context, Readiness readiness, IOptions<HostingOptions> options)
    {
        var fault = options.Value.HealthDisableFile is { Length: > 0 } file && File.Exists(file)
            ? "DISABLED BY FILE"
            : await readiness.FindFaultAsync(Patience, context.RequestAborted);
        await SayAsync(context, fault);
    }

    private static Task SayAsync(HttpContext context, string? fault)
    {
        context.Response.StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=UTF-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(fault ?? "OK", context.RequestAborted);
    }
}

/// <summary>Looks whether the database and the data directory can be used, and whether the process goes on.</summary>
internal sealed partial class Readiness(
    IServiceScopeFactory scopes, DataFolder folder, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Readiness> logger)
{
    /// <summary>What keeps this process from serving, in words that give nothing away; null when nothing does.</summary>
    public async Task<string?> FindFaultAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return "STOPPING";
        }

        if (!await WorksAsync("database", AskDatabaseAsync, patience, cancellationToken))
        {
            return "DATABASE NOT USABLE";
        }

        return await WorksAsync("data directory", WriteFileAsync, patience, cancellationToken) ? null : "DATA DIRECTORY NOT USABLE";
    }

    private async Task AskDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PortalDb>().Domains.AnyAsync(cancellationToken);
    }

    private async Task WriteFileAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Path, $".ready-{Guid.NewGuid():N}");
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        await file.WriteAsync(new byte[1], cancellationToken);
    }

    private async Task<bool> WorksAsync(string what, Func<CancellationToken, Task> attempt, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await attempt(deadline.Token).WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever the fault is, the answer is the same: not usable. The log has the reason.
            LogNotUsable(fault, what);
            await deadline.CancelAsync();
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Not ready: the {What} cannot be used")]
    private partial void LogNotUsable(Exception fault, string what);
}
