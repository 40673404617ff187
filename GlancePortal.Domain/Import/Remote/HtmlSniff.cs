using System.Text;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Recognises a web page by how it begins, whatever its server calls it.</summary>
internal static class HtmlSniff
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Bytes = 512;

    private const int DecidingBytes = 14;

    /// <summary>Whether these first bytes are a web page's.</summary>
    public static bool IsPage(ReadOnlySpan<byte> first) => Begins(Trimmed(first), "<!doctype html"u8) || Begins(Trimmed(first), "<html"u8);

    /// <summary>Whether more bytes can change nothing.</summary>
    public static bool IsDecided(ReadOnlyMemory<byte> first) =>
        Trimmed(first.Span) is { Length: > 0 } text && (text[0] != '<' || text.Length >= DecidingBytes);

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> with) =>
        text.Length >= with.Length && Ascii.EqualsIgnoreCase(text[..with.Length], with);

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> bytes) =>
        (bytes.StartsWith("\uFEFF"u8) ? bytes["\uFEFF"u8.Length..] : bytes).TrimStart(" \t\r\n\f"u8);
}
