using Microsoft.Net.Http.Headers;

namespace GlancePortal.Api.OpenApi;

/// <summary>Where the document is asked for.</summary>
internal static class DocumentEndpoints
{
    /// <summary>Where the document is.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(DocumentPath, ShowAsync).AllowAnonymous();
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
}
