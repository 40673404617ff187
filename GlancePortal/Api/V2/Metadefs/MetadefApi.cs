using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Metadefs;

namespace GlancePortal.Api.V2.Metadefs;

/// <summary>Metadata definitions: a line a resource.</summary>
internal static class MetadefApi
{
    private static readonly string[] Times = ["created_at", "updated_at"];
    private static readonly string[] TimesAndLinks = [.. Times, "self", "schema"];

    public static void MapMetadefs(this RouteGroupBuilder v2)
    {
        var metadefs = v2.MapGroup("/metadefs");
        metadefs.AddEndpointFilter(AfterStockAsync);
        metadefs.MapResourceTypes();
        var namespaces = metadefs.MapGroup("/namespaces");
        namespaces.MapNamespaces();
        namespaces.MapProperties();
        namespaces.MapObjects();
        namespaces.MapNamespaceTags();
        namespaces.MapAssociations();
        v2.MapMetadefSchemas();
    }

    /// <summary>What a body says, once it is known to say nothing that only the server does.</summary>
    /// <param name="context">The request.</param>
    /// <param name="read">Reads the draft.</param>
    /// <param name="hasLinks">Whether the resource has links of its own.</param>
    /// <exception cref="ForbiddenException">It has a member that only the server sets.</exception>
    public static async Task<T> ReadDraftAsync<T>(HttpContext context, Func<JsonElement, T> read, bool hasLinks = false)
    {
        using var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        var json = body.RootElement;
        if (json.ValueKind == JsonValueKind.Object && Array.Find(hasLinks ? TimesAndLinks : Times, name => json.TryGetProperty(name, out _)) is { } given)
        {
            throw new ForbiddenException($"Attribute '{given}' is read-only.", "metadef.field_read_only");
        }

        return read(json);
    }

    /// <summary>Answers that something is gone.</summary>
    public static async Task NoContentAsync(HttpContext context, Task removal)
    {
        await removal;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // The start does not wait for the stock definitions; whoever sees or changes the catalogue does.
    private static async ValueTask<object?> AfterStockAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        await context.HttpContext.RequestServices.GetRequiredService<MetadefStock>().EnsureLoadedAsync(context.HttpContext.RequestAborted);
        return await next(context);
    }
}
