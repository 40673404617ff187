using Microsoft.Net.Http.Headers;

namespace GlancePortal.Uploads.Requirements;

/// <summary>Bytes of an upload come under tus's own media type.</summary>
internal static class OffsetMediaType
{
    public static bool IsSent(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(TusHeaders.OffsetMediaType, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="TusMediaTypeException">It is another one.</exception>
    public static void Check(HttpRequest request)
    {
        if (!IsSent(request))
        {
            throw new TusMediaTypeException();
        }
    }
}
