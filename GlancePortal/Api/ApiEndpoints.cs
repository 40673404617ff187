using GlancePortal.Api.V2;

namespace GlancePortal.Api;

/// <summary>Runs what routing found for programs, before and without all that only pages need, and answers where it found nothing.</summary>
internal sealed class ApiEndpoints(RequestDelegate next, ErrorResponses errors, VersionList versions)
{
    private static readonly HashSet<string> KnownMethods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/v2"))
        {
            return RunAsync(context);
        }

        if (context.GetEndpoint() is not null)
        {
            return next(context);
        }

        if (errors.IsDoor(path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return VersionNegotiation.AcceptsPages(context.Request) ? next(context) : versions.WriteAsync(context, StatusCodes.Status300MultipleChoices);
    }

    private static Task RunAsync(HttpContext context)
    {
        if (!KnownMethods.Contains(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status501NotImplemented;
            return Task.CompletedTask;
        }

        if (context.GetEndpoint()?.RequestDelegate is { } run)
        {
            return run(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
