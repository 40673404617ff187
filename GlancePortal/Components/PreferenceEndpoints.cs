using Microsoft.AspNetCore.Localization;

namespace GlancePortal.Components;

/// <summary>Keeps what a person chose in the shell.</summary>
internal static class PreferenceEndpoints
{
    private static readonly CookieOptions Kept = new() { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true };

    public static void MapPreferences(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/preferences", Save).AllowAnonymous().ExcludeFromDescription();

    private static IResult Save(HttpContext context, IFormCollection form)
    {
        if (form["culture"].ToString() is { } culture && Preferences.Cultures.Contains(culture))
        {
            context.Response.Cookies.Append(
                Preferences.CultureCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)), Kept);
        }

        if (form["theme"].ToString() is { } theme && Preferences.Themes.Contains(theme))
        {
            context.Response.Cookies.Append(Preferences.ThemeCookie, theme, Kept);
        }

        var back = form["returnUrl"].ToString();
        return back.Length == 0 ? TypedResults.NoContent() : TypedResults.LocalRedirect("~" + back);
    }
}
