using GlancePortal.Access;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Localization;

namespace GlancePortal.Components;

/// <summary>Keeps what a person chose in the shell: in the browser, and with the account once they are signed in.</summary>
internal static class PreferenceEndpoints
{
    private static readonly CookieOptions Kept = new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true };

    public static void MapPreferences(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/preferences", SaveAsync).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Gives the browser what the account prefers; called when somebody signs in.</summary>
    public static async Task RestorePreferencesAsync(this HttpContext context, string userId)
    {
        var chosen = await context.RequestServices.GetRequiredService<UserPreferences>().OfAsync(userId, context.RequestAborted);
        if (chosen.TryGetValue(UserPreferences.Culture, out var culture))
        {
            KeepCulture(context.Response, culture);
        }

        if (chosen.TryGetValue(UserPreferences.Theme, out var theme))
        {
            context.Response.Cookies.Append(Preferences.ThemeCookie, theme, Kept);
        }
    }

    private static async Task<IResult> SaveAsync(HttpContext context, IFormCollection form, UserPreferences account, CancellationToken cancellationToken)
    {
        var userId = context.User.UserId();
        if (form["culture"].ToString() is { } culture && Preferences.Cultures.Contains(culture))
        {
            KeepCulture(context.Response, culture);
            await KeepAsync(UserPreferences.Culture, culture);
        }

        if (form["theme"].ToString() is { } theme && Preferences.Themes.Contains(theme))
        {
            context.Response.Cookies.Append(Preferences.ThemeCookie, theme, Kept);
            await KeepAsync(UserPreferences.Theme, theme);
        }

        return SignInEndpoints.Local(form["returnUrl"]) is { } back ? TypedResults.LocalRedirect(back) : TypedResults.NoContent();

        Task KeepAsync(string name, string value) =>
            userId is null ? Task.CompletedTask : account.SetAsync(userId, name, value, cancellationToken);
    }

    private static void KeepCulture(HttpResponse response, string culture) =>
        response.Cookies.Append(Preferences.CultureCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)), Kept);
}
