using GlancePortal.Domain.Uploads;

namespace GlancePortal.Uploads.Requirements;

/// <summary>Bytes may come with their checksum: the algorithm's name and the sum in base64.</summary>
internal static class UploadChecksum
{
    /// <summary>The checksum; null when none was sent.</summary>
    /// <exception cref="TusHeaderException">Another algorithm, or no checksum of this one.</exception>
    public static PieceChecksum? Read(IHeaderDictionary headers)
    {
        var text = headers[TusHeaders.UploadChecksum].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var algorithm = space < 0 ? text : text[..space];
        var value = new byte[64];
        return PieceChecksum.Algorithms.Contains(algorithm) && space > 0
            && Convert.TryFromBase64String(text[(space + 1)..].Trim(), value, out var bytes) && bytes == BytesOf(algorithm)
                ? new PieceChecksum(algorithm, value.AsMemory(0, bytes))
                : throw new TusHeaderException(
                    TusHeaders.UploadChecksum, $"one of {string.Join(", ", PieceChecksum.Algorithms)}, a space and the checksum in base64");
    }

    private static int BytesOf(string algorithm) => algorithm switch { "md5" => 16, "sha1" => 20, "sha256" => 32, _ => 64 };
}
