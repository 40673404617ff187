using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V2;

/// <summary>Addresses of pages of a list.</summary>
internal static class PageLinks
{
    /// <summary>The first page: the query without its marker.</summary>
    public static string First(string path, string? query)
    {
        var text = new StringBuilder(path);
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (!pair.DecodeName().Span.SequenceEqual("marker"))
            {
                text.Append(text.Length == path.Length ? '?' : '&').Append(pair.EncodedName.Span).Append('=').Append(pair.EncodedValue.Span);
            }
        }

        return text.ToString();
    }

    /// <summary>The page after the one that ends with <paramref name="marker"/>.</summary>
    public static string Next(string first, string marker) =>
        $"{first}{(first.Contains('?', StringComparison.Ordinal) ? '&' : '?')}marker={Uri.EscapeDataString(marker)}";
}
