using Microsoft.AspNetCore.Localization;

namespace GlancePortal.Components;

/// <summary>What a browser asked for: look and language. In cookies, so that the first paint is right.</summary>
internal sealed record Preferences(string Theme, string Rail)
{
    public const string ThemeCookie = "gp-theme";
    public const string RailCookie = "gp-rail";
    public const string CultureCookie = "gp-culture";
    public const string ProjectCookie = "gp-project";

    /// <summary>The languages there are, the first for those who ask for none of them.</summary>
    public static readonly IReadOnlyList<string> Cultures = ["en", "zh-CN"];

    public static readonly IReadOnlyList<string> Themes = ["system", "light", "dark"];

    public static Preferences Of(HttpContext context)
    {
        var theme = context.Request.Cookies[ThemeCookie];
        return new(theme is not null && Themes.Contains(theme) ? theme : "system", context.Request.Cookies[RailCookie] == "folded" ? "folded" : "open");
    }

    /// <summary>Language of a request: the cookie (which sign-in sets from the account), then the browser's wish.</summary>
    public static void UseLanguages(IApplicationBuilder app) => app.UseRequestLocalization(options =>
    {
        options.SetDefaultCulture(Cultures[0]).AddSupportedCultures([.. Cultures]).AddSupportedUICultures([.. Cultures]);
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider { CookieName = CultureCookie },
            new CustomRequestCultureProvider(context => Task.FromResult(FromBrowser(context.Request))),
        ];
    });

    // Any Chinese is better served by our Chinese than by English.
    private static ProviderCultureResult? FromBrowser(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => Cultures.FirstOrDefault(culture =>
            language.Value.StartsWith(culture[..2], StringComparison.OrdinalIgnoreCase)))
        .Where(culture => culture is not null)
        .Select(culture => new ProviderCultureResult(culture!))
        .FirstOrDefault();
}
