using System.Security.Claims;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace GlancePortal.Access;

/// <summary>The portal's sign-in: a cookie that names a session on the server, which decides.</summary>
internal static class PortalCookie
{
    public const string Scheme = "Portal";
    public const string Name = "gp-session";
    public const string AntiforgeryHeader = "X-CSRF-TOKEN";
    private const string SessionClaim = "sid";

    public static IServiceCollection AddPortalCookie(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme, options =>
        {
            options.Cookie.Name = Name;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.LoginPath = "/sign-in";
            options.ReturnUrlParameter = "returnUrl";
            options.SlidingExpiration = false;
            options.Events.OnValidatePrincipal = ValidateAsync;
            options.Events.OnRedirectToLogin = AskToSignIn;
            options.Events.OnRedirectToAccessDenied = Deny;
        });
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<IOptions<PortalIdentityOptions>>(
            (cookie, identity) => cookie.ExpireTimeSpan = identity.Value.SessionLifetime);
        services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiforgeryHeader;
            options.Cookie.Name = "gp-csrf";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        return services;
    }

    /// <summary>Id of the session that the cookie names; null without one.</summary>
    public static string? SessionId(this ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true ? principal.FindFirstValue(SessionClaim) : null;

    /// <summary>Id of the user that the cookie names; null without one.</summary>
    public static string? UserId(this ClaimsPrincipal principal) => principal.FindFirstValue(ClaimTypes.NameIdentifier);

    public static Task SignInAsync(HttpContext context, SignedIn signedIn) => context.SignInAsync(
        Scheme,
        new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, signedIn.UserId),
                new Claim(ClaimTypes.Name, signedIn.UserName),
                new Claim(SessionClaim, signedIn.SessionId),
            ],
            Scheme)),
        new AuthenticationProperties { ExpiresUtc = signedIn.ExpiresAt });

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<LiveSessions>();
        if (context.Principal?.SessionId() is not { } session
            || await sessions.UserOfAsync(session, context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
        }
    }

    // A page leads to the sign-in and back; what a script or circuit asks for is refused.
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var path = context.Request.Path;
        if (Doors.Of(path) != Door.Portal || path.StartsWithSegments("/_blazor"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }

    private static Task Deny(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
