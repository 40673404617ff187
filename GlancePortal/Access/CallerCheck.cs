using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Access;

/// <summary>Asks again, while an answer goes on for long, whether its reader is still who they were.</summary>
internal sealed class CallerCheck(ICallerSource source, CookieCallers cookies)
{
    /// <summary>Whether the credentials of the request would be accepted now, for the same project and no fewer roles.</summary>
    public async ValueTask<bool> IsStillAsync(HttpContext context)
    {
        var then = context.Caller();
        try
        {
            // As the door took it: a cookie counts only where no token is shown.
            var now = source.Find(context)
                ?? (context.Request.Headers.ContainsKey(TokenCallers.Header) ? throw new UnauthenticatedException() : await cookies.FindAsync(context));
            return now.UserId == then.UserId && now.ProjectId == then.ProjectId && then.Roles.IsSubsetOf(now.Roles);
        }
        catch (Exception refusal) when (refusal is UnauthenticatedException or ForbiddenException)
        {
            return false;
        }
    }
}
