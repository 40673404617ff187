using Microsoft.Net.Http.Headers;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace GlancePortal.Api.OpenApi;

/// <summary>The document, and the files of the explorer that shows it. The page itself is one of the portal's.</summary>
internal static class DocumentEndpoints
{
    /// <summary>Where the document is.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    private const string AssetsPath = "/api/docs/assets";
    private const string Resources = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";

    // The package's own page builds its settings with eval and inline scripts, which our content security policy forbids: only these two are taken from it.
    private static readonly Dictionary<string, string> Assets = new(StringComparer.Ordinal)
    {
        ["swagger-ui.css"] = "text/css",
        ["swagger-ui-bundle.js"] = "text/javascript",
    };

    private static string Version { get; } = typeof(SwaggerUIOptions).Assembly.GetName().Version!.ToString();

    /// <summary>The address of a file of the explorer; another version of the package has another one.</summary>
    public static string AssetPath(string file) => $"{AssetsPath}/{Version}/{file}";

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(DocumentPath, ShowAsync).AllowAnonymous();
        endpoints.MapGet(AssetsPath + "/{version}/{file}", SendAsset).AllowAnonymous();
    }

    internal static async Task ShowAsync(HttpContext context, ApiDocument document)
    {
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = new EntityTagHeaderValue(document.EntityTag);
        headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Compare(headers.ETag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = document.Json.Length;
        await context.Response.Body.WriteAsync(document.Json, context.RequestAborted);
    }

    // As the package holds them: compressed once and for all.
    internal static IResult SendAsset(HttpContext context, string version, string file)
    {
        // A node of another version has other files.
        if (version != Version || !Assets.TryGetValue(file, out var type) || typeof(SwaggerUIOptions).Assembly.GetManifestResourceStream(Resources + file) is not { } resource)
        {
            return Results.NotFound();
        }

        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Stream(resource, type);
    }
}
