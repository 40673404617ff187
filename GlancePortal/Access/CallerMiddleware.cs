using GlancePortal.Domain.Identity;

namespace GlancePortal.Access;

/// <summary>Says, before any endpoint, who asks. No later step looks at HTTP again to learn it.</summary>
internal sealed class CallerMiddleware(RequestDelegate next, ICallerSource source)
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
        else if (door is Door.Token or Door.TokenOrCookie && !HttpMethods.IsOptions(context.Request.Method))
        {
            throw new UnauthenticatedException();
        }

        return next(context);
    }
}
