using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;

namespace GlancePortal.Access;

/// <summary>Lets the portal's own scripts use the doors of programs: by cookie, and on every change with the page's anti-forgery token.</summary>
internal sealed class CookieCallers(PortalCallers callers, IAntiforgery antiforgery)
{
    private const string ProjectHeader = "X-Project-Id";
    private const string ProjectQuery = "project_id";

    /// <exception cref="UnauthenticatedException">No session.</exception>
    /// <exception cref="ForbiddenException">A change without the page's token, or a project that is not the user's.</exception>
    public async Task<Caller> FindAsync(HttpContext context)
    {
        if ((await context.AuthenticateAsync(PortalCookie.Scheme)).Principal is not { } principal)
        {
            throw new UnauthenticatedException();
        }

        // The token on the page belongs to this user.
        context.User = principal;
        await RequirePageTokenAsync(context);
        var project = ProjectOf(context.Request);
        var caller = await callers.ForAsync(principal, project, context.RequestAborted)
            ?? throw new ForbiddenException($"You have no role in the project {project}.", "access.project");
        return caller with { RequestId = context.TraceIdentifier, RemoteAddress = context.Connection.RemoteIpAddress?.ToString() };
    }

    private async Task RequirePageTokenAsync(HttpContext context)
    {
        // Whatever a header says that a POST means.
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            return;
        }

        // Only the header counts: the framework would read a form's body in search of a field.
        if (!context.Request.Headers.ContainsKey(PortalCookie.AntiforgeryHeader) || !await antiforgery.IsRequestValidAsync(context))
        {
            throw new ForbiddenException(
                $"A change with the portal's cookie needs the page's token in {PortalCookie.AntiforgeryHeader}.", "access.antiforgery");
        }
    }

    private static string? ProjectOf(HttpRequest request)
    {
        var header = request.Headers[ProjectHeader].ToString();
        var project = header.Length > 0 ? header : request.Query[ProjectQuery].ToString();
        return project.Length > 0 ? project : null;
    }
}
