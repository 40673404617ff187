using System.Globalization;
using GlancePortal.Components;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Access;

/// <summary>Where the portal's sign-in form goes to, and its sign-out button.</summary>
internal static class SignInEndpoints
{
    private const string Page = "/sign-in";

    // The page itself answers to the same path, to POST too: these come first.
    private const int BeforePages = -1;

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(Page, SignInAsync).AllowAnonymous().WithOrder(BeforePages).ExcludeFromDescription();
        endpoints.MapPost("/sign-out", SignOutAsync).AllowAnonymous().WithOrder(BeforePages).ExcludeFromDescription();
    }

    internal static async Task<RedirectHttpResult> SignInAsync(
        HttpContext context, IAntiforgery antiforgery, SignIn signIn, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var returnUrl = Local(form["returnUrl"]);
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Again("expired", returnUrl);
        }

        var domain = form["domain"].ToString().Trim();
        var who = new EntityReference(Id: null, form["name"].ToString().Trim(), DomainName: domain.Length > 0 ? domain : null);
        try
        {
            var signedIn = await signIn.RunAsync(who, form["password"].ToString(), From(context), cancellationToken);
            if (context.User.SessionId() is { } former)
            {
                await signIn.EndAsync(From(context) with { UserId = context.User.UserId() }, former, cancellationToken);
            }

            await PortalCookie.SignInAsync(context, signedIn);
            await context.RestorePreferencesAsync(signedIn.UserId);
            return TypedResults.Redirect(returnUrl ?? "/");
        }
        catch (WrongCredentialsException)
        {
            return Again("credentials", returnUrl);
        }
        catch (AccountDisabledException)
        {
            return Again("disabled", returnUrl);
        }
        catch (TooManyAttemptsException locked)
        {
            return Again("locked", returnUrl, locked.RetryAfter);
        }
    }

    internal static async Task<RedirectHttpResult> SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, SignIn signIn, CancellationToken cancellationToken)
    {
        // Without the page's token it is somebody else's form: the session stays.
        if (context.User.SessionId() is { } session && await antiforgery.IsRequestValidAsync(context))
        {
            var caller = From(context) with { UserId = context.User.UserId(), UserName = context.User.Identity?.Name };
            await signIn.EndAsync(caller, session, cancellationToken);
            await context.SignOutAsync(PortalCookie.Scheme);
        }

        return TypedResults.Redirect(Page);
    }

    private static RedirectHttpResult Again(string error, string? returnUrl, TimeSpan? retryAfter = null)
    {
        var query = new QueryBuilder { { "error", error } };
        if (retryAfter is { } wait)
        {
            query.Add("retryAfter", Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }

        if (returnUrl is not null)
        {
            query.Add("returnUrl", returnUrl);
        }

        return TypedResults.Redirect(Page + query);
    }

    /// <summary>An address of this server without its name; null for any other, which may be a trap.</summary>
    internal static string? Local(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : null;

    private static Caller From(HttpContext context) => Caller.Anonymous with
    {
        RequestId = context.TraceIdentifier,
        RemoteAddress = context.Connection.RemoteIpAddress?.ToString(),
    };
}
