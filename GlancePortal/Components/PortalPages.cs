using System.Text.Encodings.Web;
using System.Text.Unicode;
using GlancePortal.Access;
using GlancePortal.Api;
using GlancePortal.Components.Account;
using GlancePortal.Components.Images;
using GlancePortal.Components.Jobs;
using GlancePortal.Components.Shared;
using GlancePortal.Hosting;
using Microsoft.AspNetCore.Diagnostics;
using Radzen;

namespace GlancePortal.Components;

/// <summary>Registers and maps the portal's pages.</summary>
internal static class PortalPages
{
    public static IServiceCollection AddPortalPages(this IServiceCollection services)
    {
        services.AddLocalization();
        // Pages only. The anti-forgery token in them is another text every time, so its length tells nothing over TLS.
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, ["text/html"]));
        // Chinese as it is, not as numbers of characters.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        services.AddRadzenComponents();
        services.AddScoped<ActionScope>();
        services.AddScoped<ImageConverting>();
        services.AddScoped<Questions>().AddScoped<ImageDeletion>();
        services.AddSingleton<LiveUpdates>();
        services.AddScoped<ImageLists>().AddScoped<ImageDetailsLoader>().AddScoped<ProfileLoader>().AddScoped<JobLists>();
        return services;
    }

    /// <summary>Pages for people: language, error page and not-found page for those who accept HTML.</summary>
    public static void UsePortalPages(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseWhen(context => Doors.Of(context.Request.Path) == Door.Portal, pages => pages.UseResponseCompression());
        Preferences.UseLanguages(app);
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(OnlyForPeopleAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapPortalPages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPreferences();
        // No circuit and no page without a session; the pages that need none say so themselves.
        endpoints.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
    }

    // Programs get the bare status, or the body that their door writes.
    private static Task OnlyForPeopleAsync(HttpContext context, RequestDelegate next)
    {
        var errors = context.RequestServices.GetRequiredService<ErrorResponses>();
        var accepted = context.Request.Headers.Accept.ToString();
        if (errors.IsDoor(context.Request.Path) || !accepted.Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Features.Get<IStatusCodePagesFeature>()!.Enabled = false;
        }

        return next(context);
    }
}
