namespace GlancePortal.Domain.Access;

/// <summary>A word or a parenthesis of a rule.</summary>
/// <param name="Text">The word.</param>
/// <param name="Position">Its first character, from 1.</param>
internal readonly record struct PolicyWord(string Text, int Position)
{
    public bool Is(string other) => Text.Equals(other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Splits the text of a rule as oslo.policy does: at spaces, and parentheses off the ends of words.</summary>
internal static class PolicyWords
{
    public static List<PolicyWord> Split(string text)
    {
        var words = new List<PolicyWord>();
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                continue;
            }

            var end = at;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            AddWord(words, text, at, end);
            at = end;
        }

        return words;
    }

    // `%(name)s` has parentheses too, but none at an end.
    private static void AddWord(List<PolicyWord> words, string text, int start, int end)
    {
        for (; start < end && text[start] == '('; start++)
        {
            words.Add(new PolicyWord("(", start + 1));
        }

        var wordEnd = end;
        while (wordEnd > start && text[wordEnd - 1] == ')')
        {
            wordEnd--;
        }

        if (wordEnd > start)
        {
            words.Add(new PolicyWord(text[start..wordEnd], start + 1));
        }

        for (var at = wordEnd; at < end; at++)
        {
            words.Add(new PolicyWord(")", at + 1));
        }
    }
}
