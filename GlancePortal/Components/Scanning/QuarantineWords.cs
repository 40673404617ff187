using GlancePortal.Resources;
using Microsoft.Extensions.Localization;

namespace GlancePortal.Components.Scanning;

/// <summary>Says in words what content in quarantine is.</summary>
internal static class QuarantineWords
{
    /// <summary>What people call it: by its image, else by its file.</summary>
    public static string NameOf(IStringLocalizer<Texts> texts, IStringLocalizer<QuarantineTexts> words, QuarantineRow row) =>
        !string.IsNullOrWhiteSpace(row.ImageName) ? row.ImageName
        : row.ImageStatus is not null ? texts["Image.Unnamed", row.ImageId.ToString()![..8]]
        : row.FileName ?? words["ImageGone"];

    /// <summary>What was found.</summary>
    public static string FoundIn(IStringLocalizer<Texts> texts, QuarantineRow row) => row.Signature ?? texts["Error.scan.infected"];
}
