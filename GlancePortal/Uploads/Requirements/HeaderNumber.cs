using System.Globalization;

namespace GlancePortal.Uploads.Requirements;

/// <summary>A header that is a whole number from 0.</summary>
internal static class HeaderNumber
{
    /// <summary>The number; null when the header is absent.</summary>
    /// <exception cref="TusHeaderException">It is anything else.</exception>
    public static long? Read(IHeaderDictionary headers, string name) => headers[name] switch
    {
        [] => null,
        [var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new TusHeaderException(name, "one whole number from 0"),
    };
}
