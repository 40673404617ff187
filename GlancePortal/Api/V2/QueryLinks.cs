using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V2;

/// <summary>Addresses of the pages of a list: the query as it was sent, with another marker.</summary>
internal static class QueryLinks
{
    /// <summary>The first page: the query without its marker.</summary>
    public static string First(string path, string? query) => path + WithoutMarker(query);

    /// <summary>The page that follows <paramref name="marker"/>.</summary>
    public static string Next(string path, string? query, Guid marker)
    {
        var kept = WithoutMarker(query);
        return $"{path}{kept}{(kept.Length == 0 ? '?' : '&')}marker={marker}";
    }

    private static string WithoutMarker(string? query)
    {
        var kept = new StringBuilder();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (!pair.DecodeName().Span.SequenceEqual("marker"))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(pair.EncodedName.Span).Append('=').Append(pair.EncodedValue.Span);
            }
        }

        return kept.ToString();
    }
}
