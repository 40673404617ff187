using System.Globalization;
using System.Text.RegularExpressions;

namespace GlancePortal.Components.NewImage;

/// <summary>Reads amounts as people write them: `20`, `20 GB`, `20GiB`, `1.5 TiB`. Decimal and binary names mean the same here, as for the API.</summary>
internal static partial class Amounts
{
    /// <summary>GiB, which a bare number means; empty is 0, null is none.</summary>
    public static int? Gibibytes(string text) => Read(text, "g");

    /// <summary>MiB, which a bare number means; empty is 0, null is none.</summary>
    public static int? Mebibytes(string text) => Read(text, "m");

    private static int? Read(string text, string unit)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return 0;
        }

        var match = Shape().Match(text.Trim());
        if (!match.Success || !double.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var given = match.Groups["unit"].Success ? match.Groups["unit"].Value.ToLowerInvariant() : unit;
        var amount = Math.Ceiling(number * Math.Pow(1024, Power(given) - Power(unit)));
        return amount <= int.MaxValue ? (int)amount : null;
    }

    private static int Power(string unit) => "mgt".IndexOf(unit, StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)\s*((?<unit>[mgt])(i?b)?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
