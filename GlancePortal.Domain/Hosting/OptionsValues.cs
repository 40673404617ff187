using System.Globalization;

namespace GlancePortal.Domain.Hosting;

/// <summary>How a value is written in configuration: sizes as bytes or `10GiB`, times as `00:30:00` or `30s`.</summary>
public static class OptionsValues
{
    private static readonly (string Suffix, long Factor)[] Sizes =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("PiB", 1L << 50),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1),
    ];

    private static readonly (string Suffix, long Ticks)[] Times =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("min", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    /// <summary>Reads a size in bytes: `1048576`, `10GiB`, `500 MB`.</summary>
    public static bool TryParseSize(string text, out long bytes) => TryParseUnits(text, Sizes, out bytes) && bytes >= 0;

    /// <summary>Reads a length of time: `00:30:00`, `7.00:00:00`, `30s`, `15min`, `0`.</summary>
    public static bool TryParseTime(string text, out TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(text);
        time = default;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time);
        }

        if (text.Trim() == "0")
        {
            return true;
        }

        // A bare number has no unit; TimeSpan would read it as days.
        if (char.IsLetter(text.TrimEnd().LastOrDefault()) && TryParseUnits(text, Times, out var ticks))
        {
            time = new TimeSpan(ticks);
            return true;
        }

        return false;
    }

    internal static bool TryParse(Type type, string text, out object? value)
    {
        value = null;
        if (type == typeof(string))
        {
            value = text;
        }
        else if (type == typeof(bool) && bool.TryParse(text, out var flag))
        {
            value = flag;
        }
        else if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            value = number;
        }
        else if (type == typeof(long) && (TryParseSize(text, out var bytes) || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out bytes)))
        {
            value = bytes;
        }
        else if (type == typeof(TimeSpan) && TryParseTime(text, out var time))
        {
            value = time;
        }
        else if (type == typeof(Uri) && Uri.TryCreate(text, UriKind.Absolute, out var uri))
        {
            value = uri;
        }
        else if (type.IsEnum && !char.IsAsciiDigit(text.FirstOrDefault()) && Enum.TryParse(type, text, ignoreCase: true, out var name))
        {
            value = name;
        }

        return value is not null;
    }

    internal static string Describe(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(long) => "a size such as 1048576 or 10GiB",
        _ when type == typeof(TimeSpan) => "a time such as 00:30:00 or 30s",
        _ when type == typeof(Uri) => "an absolute address",
        { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(type)),
        _ => "understood",
    };

    private static bool TryParseUnits(string text, (string Suffix, long Factor)[] units, out long value)
    {
        var trimmed = text.Trim();
        var factor = 1L;
        foreach (var (suffix, unit) in units)
        {
            if (trimmed.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                trimmed = trimmed[..^suffix.Length].TrimEnd();
                factor = unit;
                break;
            }
        }

        value = 0;
        if (!decimal.TryParse(trimmed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number * factor is var product && (product > long.MaxValue || product < long.MinValue))
        {
            return false;
        }

        value = (long)(number * factor);
        return true;
    }
}
