using System.Globalization;
using System.Text;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>Reads values of query parameters, with Glance's operators.</summary>
internal static class QueryValues
{
    // Forms of ISO 8601 that clients send; without a zone it is UTC.
    private static readonly string[] TimeForms =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd", "yyyyMMdd'T'HHmmssK"];

    /// <summary>Conditions of one request at most; the text of a query, and the work of whoever plans it, grow with each.</summary>
    public const int MaxConditions = 100;

    /// <summary>Values of one condition at most.</summary>
    public const int MaxValues = 1000;

    /// <summary>The values without those that come twice.</summary>
    /// <exception cref="InvalidInputException">There are too many. Answered 400.</exception>
    public static List<string> Capped(string name, IEnumerable<string> values)
    {
        var distinct = values.Distinct(StringComparer.Ordinal).Take(MaxValues + 1).ToList();
        return distinct.Count <= MaxValues ? distinct : throw Wrong(name, $"must have at most {MaxValues} values");
    }

    /// <exception cref="InvalidInputException">There are more conditions than a request may have. Answered 400.</exception>
    public static void RequireFew(int conditions)
    {
        if (conditions > MaxConditions)
        {
            throw new InvalidInputException($"There are more than {MaxConditions} conditions in one request; ask for less at once.", "query.invalid");
        }
    }

    /// <summary>A count of any size; what is too large for us is as good as the largest.</summary>
    public static long Count(string name, string value)
    {
        if (value.Length == 0 || !value.All(char.IsAsciiDigit))
        {
            throw Wrong(name, "must be an integer that is not negative");
        }

        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : long.MaxValue;
    }

    public static long Number(string name, string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, "must be an integer");

    public static ImageMeasure? Measure(string column) => column switch
    {
        "size" => ImageMeasure.Size,
        "virtual_size" => ImageMeasure.VirtualSize,
        "min_disk" => ImageMeasure.MinDisk,
        "min_ram" => ImageMeasure.MinRam,
        _ => null,
    };

    public static ImageStatus? Status(string text)
    {
        foreach (var status in Enum.GetValues<ImageStatus>())
        {
            if (Wire.ImageBodyWriter.StatusText(status) == text)
            {
                return status;
            }
        }

        return null;
    }

    public static MemberStatus? MemberStatus(string text) => text switch
    {
        "accepted" => Domain.Images.MemberStatus.Accepted,
        "pending" => Domain.Images.MemberStatus.Pending,
        "rejected" => Domain.Images.MemberStatus.Rejected,
        "all" => null,
        _ => throw Wrong("member_status", "must be accepted, pending, rejected or all"),
    };

    /// <summary>A time without an operator, to the second.</summary>
    public static DateTimeOffset Instant(string name, string value) =>
        IsTime(value, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw Wrong(name, "must be a time in ISO 8601");

    /// <summary>A time with or without a comparison before it.</summary>
    public static ImageBound Time(string name, string value)
    {
        var measure = name == "created_at" ? ImageMeasure.CreatedAt : ImageMeasure.UpdatedAt;
        if (IsTime(value, out var seconds))
        {
            return new ImageBound(measure, BoundComparison.Equal, seconds);
        }

        var (operation, text) = SplitOperation(value);
        var comparison = operation switch
        {
            "gt" => BoundComparison.Above,
            "gte" => BoundComparison.AtLeast,
            "lt" => BoundComparison.Below,
            "lte" => BoundComparison.AtMost,
            "eq" => BoundComparison.Equal,
            "neq" => BoundComparison.NotEqual,
            _ => throw Wrong(name, "has an operator that is not gt, gte, lt, lte, eq or neq"),
        };
        return new ImageBound(measure, comparison, IsTime(text, out seconds) ? seconds : throw Wrong(name, "must be a time in ISO 8601"));
    }

    /// <summary>One value, or those of `in:a,b,"c,d"`.</summary>
    public static IReadOnlyList<string> Choices(string name, string value)
    {
        if (!value.Contains(':', StringComparison.Ordinal) || IsTime(value, out _))
        {
            return [value];
        }

        var (operation, text) = SplitOperation(value);
        return operation switch
        {
            "eq" => [text],
            "in" => SplitList(name, text),
            _ => throw Wrong(name, $"has an unknown operator '{operation}'; put text with a colon into in:\"…\""),
        };
    }

    private static (string Operation, string Text) SplitOperation(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ("eq", value) : (value[..colon], value[(colon + 1)..]);
    }

    private static List<string> SplitList(string name, string text)
    {
        var items = new List<string>();
        var item = new StringBuilder();
        var (isQuoted, wasQuoted) = (false, false);
        foreach (var character in text)
        {
            if (character == '"')
            {
                if (!isQuoted && (item.Length > 0 || wasQuoted))
                {
                    throw Wrong(name, "has a quotation mark inside of a value");
                }

                (isQuoted, wasQuoted) = (!isQuoted, true);
            }
            else if (character == ',' && !isQuoted)
            {
                Finish();
            }
            else if (wasQuoted && !isQuoted)
            {
                throw Wrong(name, "has text after a closing quotation mark");
            }
            else
            {
                item.Append(character);
            }
        }

        if (isQuoted)
        {
            throw Wrong(name, "has a quotation mark that is not closed");
        }

        Finish();
        return items;

        void Finish()
        {
            if (item.Length > 0 || wasQuoted)
            {
                items.Add(item.ToString());
            }

            item.Clear();
            wasQuoted = false;
        }
    }

    private static bool IsTime(string text, out long seconds)
    {
        var isTime = DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        seconds = isTime ? time.ToUnixTimeSeconds() : 0;
        return isTime;
    }

    private static InvalidInputException Wrong(string name, string reason) => new($"Query parameter {name} {reason}.", "query.invalid");
}
