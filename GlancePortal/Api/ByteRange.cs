using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace GlancePortal.Api;

/// <summary>What a download request asks for of some data.</summary>
internal enum RangeKind
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>One part.</summary>
    Part,

    /// <summary>Several parts, which nobody serves.</summary>
    Several,

    /// <summary>Nothing that can be read or satisfied.</summary>
    Impossible,
}

/// <summary>A range of bytes, as asked for by `Range` or by Glance's older `Content-Range: bytes a-b/*`.</summary>
internal readonly record struct ByteRange(RangeKind Kind, long Offset, long Length)
{
    public static ByteRange Of(HttpRequest request, long size)
    {
        var range = request.Headers.Range.ToString();
        if (range.Length > 0)
        {
            return FromRange(range, size);
        }

        var older = request.Headers.ContentRange.ToString();
        return older.Length > 0 ? FromContentRange(older, size) : new ByteRange(RangeKind.Whole, 0, size);
    }

    /// <summary>`bytes a-b/size`, or `bytes */size` for what cannot be satisfied.</summary>
    public string ContentRange(long size) => Kind == RangeKind.Part
        ? string.Create(CultureInfo.InvariantCulture, $"bytes {Offset}-{Offset + Length - 1}/{size}")
        : string.Create(CultureInfo.InvariantCulture, $"bytes */{size}");

    private static ByteRange FromRange(string text, long size)
    {
        if (!RangeHeaderValue.TryParse(text, out var range) || range.Unit != "bytes" || range.Ranges.Count == 0)
        {
            return Impossible;
        }

        if (range.Ranges.Count > 1)
        {
            return new ByteRange(RangeKind.Several, 0, 0);
        }

        var only = range.Ranges.First();
        if (only.From is { } from)
        {
            return Part(from, only.To ?? long.MaxValue, size);
        }

        // The last bytes; more than there are means all.
        return only.To is > 0 and var last ? Part(Math.Max(0, size - last), long.MaxValue, size) : Impossible;
    }

    private static ByteRange FromContentRange(string text, long size) =>
        ContentRangeHeaderValue.TryParse(text, out var range) && range is { Unit.Value: "bytes", From: { } from, To: { } to }
            ? Part(from, to, size)
            : Impossible;

    private static ByteRange Part(long from, long to, long size) =>
        from < size ? new ByteRange(RangeKind.Part, from, Math.Min(to, size - 1) - from + 1) : Impossible;

    private static ByteRange Impossible => new(RangeKind.Impossible, 0, 0);
}
