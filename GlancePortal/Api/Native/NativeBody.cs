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
            throw new InvalidInputException(
                $"The body is not the JSON that is expected here: fault at {fault.Path ?? "$"}.{Expected(type, fault.Path)}");
        }
    }

    private static string Expected(JsonTypeInfo type, string? path)
    {
        var property = type.Properties.FirstOrDefault(property => "$." + property.Name == path);
        if (property is null)
        {
            return type.Properties.Count > 0 ? $" Its members can be {string.Join(", ", type.Properties.Select(known => known.Name))}." : "";
        }

        var inner = Nullable.GetUnderlyingType(property.PropertyType);
        var kind = property.CustomConverter is SizeConverter ? "a number of bytes, a text such as 10GiB" : KindOf(inner ?? property.PropertyType);
        return kind is null ? "" : inner is null ? $" It must be {kind}." : $" It must be {kind} or null.";
    }

    private static string? KindOf(Type type) =>
        type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "a text"
        : null;
}
