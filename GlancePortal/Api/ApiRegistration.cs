using GlancePortal.Api.Native;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using Microsoft.AspNetCore.Diagnostics;

namespace GlancePortal.Api;

/// <summary>What all doors for programs share.</summary>
internal static class ApiRegistration
{
    public static IServiceCollection AddPortalApi(this IServiceCollection services)
    {
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<ErrorResponses>();
        services.AddSingleton<IExceptionHandler>(root => root.GetRequiredService<ErrorResponses>());
        services.AddSingleton<Readiness>();
        services.AddPortalCors();
        services.AddImageV2();
        services.AddNativeApi();
        services.AddSingleton<ApiDocument>();
        services.AddErrorWriter<ProblemErrorWriter>();
        return services;
    }

    /// <summary>Adds the shape of errors behind one more door.</summary>
    public static IServiceCollection AddErrorWriter<T>(this IServiceCollection services)
        where T : class, IErrorWriter => services.AddSingleton<IErrorWriter, T>();

    /// <summary>Ids and error bodies of every request; stands first in the pipeline.</summary>
    public static void UseErrorResponses(this IApplicationBuilder app)
    {
        var errors = app.ApplicationServices.GetRequiredService<ErrorResponses>();
        app.UseWhen(
            context => errors.IsDoor(context.Request.Path),
            door => door.UseStatusCodePages(status => errors.WriteStatusAsync(status.HttpContext)));
        app.UseMiddleware<RequestIds>();
        app.UseExceptionHandler(_ => { });
    }

    /// <summary>Leads every spelling of a version to one path, before an endpoint is chosen.</summary>
    public static void UseVersionsAndRouting(this IApplicationBuilder app)
    {
        app.UseMiddleware<VersionNegotiation>();
        app.UseRouting();
    }

    /// <summary>Serves programs; stands behind access and before the pages.</summary>
    public static void UseApiEndpoints(this IApplicationBuilder app) => app.UseMiddleware<ApiEndpoints>();

    public static void MapPortalApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealth();
        endpoints.MapImageV2();
        endpoints.MapNativeApi();
        endpoints.MapApiDocument();
    }
}
