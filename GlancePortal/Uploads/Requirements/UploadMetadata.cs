using System.Text;

namespace GlancePortal.Uploads.Requirements;

/// <summary>Metadata are pairs of a name and a value in base64, separated by commas; a value may be missing.</summary>
internal static class UploadMetadata
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Values by name; empty without the header.</summary>
    /// <exception cref="TusHeaderException">A name is empty or comes twice, or a value is not UTF-8 in base64.</exception>
    public static IReadOnlyDictionary<string, string> Read(IHeaderDictionary headers)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in AsSent(headers)?.Split(',') ?? [])
        {
            var parts = pair.Trim().Split(' ');
            if (parts.Length > 2 || parts[0].Length == 0 || !values.TryAdd(parts[0], Decode(parts.ElementAtOrDefault(1) ?? "")))
            {
                throw Invalid();
            }
        }

        return values;
    }

    /// <summary>The header itself; null when it is absent or empty.</summary>
    public static string? AsSent(IHeaderDictionary headers)
    {
        var text = headers[TusHeaders.UploadMetadata].ToString();
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    private static string Decode(string value)
    {
        try
        {
            return Strict.GetString(Convert.FromBase64String(value));
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException)
        {
            throw Invalid();
        }
    }

    private static TusHeaderException Invalid() =>
        new(TusHeaders.UploadMetadata, "pairs of a unique name and a UTF-8 value in base64, separated by commas");
}
