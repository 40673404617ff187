using System.Globalization;
using GlancePortal.Domain.Errors;
using Microsoft.Net.Http.Headers;

namespace GlancePortal.Api.V2;

/// <summary>What requests that bring an image's data have in common.</summary>
internal static class DataRequest
{
    public const string MediaType = "application/octet-stream";
    public const string SizeHeader = "X-Openstack-Image-Size";
    public const string StoreHeader = "X-Image-Meta-Store";

    /// <summary>Whether the body is declared as data.</summary>
    public static bool IsData(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>The store that is asked for; null when none is.</summary>
    public static string? StoreOf(HttpRequest request) => request.Headers[StoreHeader].ToString() is { Length: > 0 } store ? store : null;

    /// <summary>Bytes that will come; null when the client does not say.</summary>
    /// <exception cref="InvalidInputException">The header is no number.</exception>
    public static long? DeclaredBytes(HttpRequest request) => request.Headers[SizeHeader] switch
    {
        [] => request.ContentLength,
        [var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) => bytes,
        _ => throw new InvalidInputException($"{SizeHeader} must be a whole number of bytes.", "upload.size_invalid"),
    };
}
