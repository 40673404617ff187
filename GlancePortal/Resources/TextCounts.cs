using Microsoft.Extensions.Localization;

namespace GlancePortal.Resources;

/// <summary>Texts that depend on a number.</summary>
internal static class TextCounts
{
    /// <summary>The text `key.one` or `key.other` with the number as {0}. Chinese has one form and gives it under both keys.</summary>
    public static string Count(this IStringLocalizer texts, string key, int count) => texts[count == 1 ? key + ".one" : key + ".other", count];
}
