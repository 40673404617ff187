using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using Microsoft.Extensions.Options;

namespace GlancePortal.Access;

/// <summary>Says, before any endpoint, who asks. No later step looks at HTTP again to learn it.</summary>
internal sealed class CallerMiddleware(RequestDelegate next, ICallerSource source, CookieCallers cookies, IOptions<AccessOptions> options)
{
    private readonly bool _allowsAnonymous = options.Value.AllowAnonymous;

    public Task InvokeAsync(HttpContext context)
    {
        var door = Doors.Of(context.Request.Path);
        if (door == Door.Portal)
        {
            return next(context);
        }

        if (source.Find(context) is { } caller)
        {
            context.SetCaller(caller);
        }
        else if (door == Door.OptionalToken || HttpMethods.IsOptions(context.Request.Method))
        {
            // The endpoint asks for a token where it needs one; a preflight carries none.
        }
        else if (door == Door.TokenOrCookie && !context.Request.Headers.ContainsKey(TokenCallers.Header))
        {
            return WithCookieAsync(context);
        }
        else if (door == Door.Token && _allowsAnonymous && !source.IsShown(context))
        {
            context.SetCaller(Anonymous(context));
        }
        else
        {
            throw new UnauthenticatedException();
        }

        return next(context);
    }

    // The domain refuses such a caller every change; here they learn it before what they sent is looked at.
    private static Caller Anonymous(HttpContext context) => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
        ? Caller.AnonymousReader with { RequestId = context.TraceIdentifier, RemoteAddress = context.Connection.RemoteIpAddress?.ToString() }
        : throw new ForbiddenException("Without a token images can only be looked at.", "access.read_only");

    private async Task WithCookieAsync(HttpContext context)
    {
        context.SetCaller(await cookies.FindAsync(context));
        await next(context);
    }
}
