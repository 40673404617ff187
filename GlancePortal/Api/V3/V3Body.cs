using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GlancePortal.Domain.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace GlancePortal.Api.V3;

/// <summary>Reads bodies of the identity API; the content type is not looked at, as in Keystone.</summary>
internal static class V3Body
{
    // What Keystone takes at most.
    private const long LongestBody = 114_688;

    /// <exception cref="InvalidInputException">It is not JSON, or of another shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LongestBody;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken)
                ?? throw new InvalidInputException("The body must be a JSON object.");
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException($"The body is not the JSON that is expected here: fault at {fault.Path ?? "$"}.");
        }
    }
}
