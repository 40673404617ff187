using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Api.Native;

/// <summary>Reads bodies of our own API.</summary>
internal static class NativeBody
{
    /// <exception cref="InvalidInputException">It is not JSON, or of another shape.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
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
