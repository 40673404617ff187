using GlancePortal.Access;
using GlancePortal.Domain.Hosting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api;

/// <summary>Lets pages of allowed origins call the image API and the identity API. The portal and its cookie stay out of it.</summary>
internal static class Cors
{
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "PATCH"];

    // glance-behaviour.md, generic rules; the last ones are what every browser page may send, and a body has a type.
    private static readonly string[] RequestHeaders =
    [
        "Content-MD5", "X-Image-Meta-Checksum", "X-Storage-Token", "Accept-Encoding", "X-Auth-Token", "X-Identity-Status", "X-Roles",
        "X-Service-Catalog", "X-User-Id", "X-Tenant-Id", "X-OpenStack-Request-ID",
        "Accept", "Accept-Language", "Content-Type", "Cache-Control", "Content-Language", "Expires", "Last-Modified", "Pragma",
    ];

    private static readonly string[] ExposedHeaders =
        ["X-Image-Meta-Checksum", "X-Auth-Token", "X-Subject-Token", "X-Service-Token", "X-OpenStack-Request-ID"];

    public static IServiceCollection AddPortalCors(this IServiceCollection services)
    {
        services.AddPortalOptions<PortalCorsOptions>("Cors");
        services.AddSingleton<IValidateOptions<PortalCorsOptions>, PortalCorsOptionsRules>();
        return services.AddCors();
    }

    /// <summary>Answers preflights, before anybody asks for a token; without an allowed origin there are none.</summary>
    public static void UsePortalCors(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<PortalCorsOptions>>().Value;
        if (options.AllowedOrigins.Count > 0)
        {
            app.UseWhen(context => IsOpen(context.Request.Path), door => door.UseCors(policy => Describe(policy, options)));
        }
    }

    private static bool IsOpen(PathString path) =>
        Doors.Of(path) == Door.Token || path.StartsWithSegments("/v3") || path.StartsWithSegments("/versions");

    private static void Describe(CorsPolicyBuilder policy, PortalCorsOptions options)
    {
        policy.WithMethods(Methods).WithHeaders(RequestHeaders).WithExposedHeaders(ExposedHeaders);
        _ = options.AllowedOrigins.Contains(PortalCorsOptions.AnyOrigin)
            ? policy.AllowAnyOrigin()
            : policy.WithOrigins([.. options.AllowedOrigins]);
        if (options.AllowCredentials)
        {
            policy.AllowCredentials();
        }

        if (options.MaxAge is { } age)
        {
            policy.SetPreflightMaxAge(age);
        }
    }
}
