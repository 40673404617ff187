using GlancePortal.Domain.Identity;

namespace GlancePortal.Access;

/// <summary>Says, before any endpoint, who asks. No later step looks at HTTP again to learn it.</summary>
internal sealed class CallerMiddleware(RequestDelegate next, ICallerSource source, CookieCallers cookies)
{
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
        else
        {
            throw new UnauthenticatedException();
        }

        return next(context);
    }

    private async Task WithCookieAsync(HttpContext context)
    {
        context.SetCaller(await cookies.FindAsync(context));
        await next(context);
    }
}
