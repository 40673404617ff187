namespace GlancePortal.Components.Shared;

/// <summary>Makes one word of a shell command out of any text.</summary>
internal static class ShellQuote
{
    private const string Safe = "-_./:@%+=,";

    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || Safe.Contains(character, StringComparison.Ordinal))
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
