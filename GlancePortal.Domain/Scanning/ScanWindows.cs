using GlancePortal.Domain.Content;
using Microsoft.Win32.SafeHandles;

namespace GlancePortal.Domain.Scanning;

/// <summary>A part of a file that the scanner gets at once.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Bytes">Its length.</param>
internal readonly record struct ScanWindow(long Offset, long Bytes)
{
    public long End => Offset + Bytes;
}

/// <summary>Cuts a file into windows.</summary>
internal static class ScanWindows
{
    /// <summary>Windows over all that is no hole, each with an end in common with the next.</summary>
    /// <remarks>Shorter holes than the overlap are sent as the zeros that they are: a file of the guest may have some in its middle.</remarks>
    public static IEnumerable<ScanWindow> Of(SafeFileHandle file, long windowBytes, long overlapBytes) =>
        Joined(PosixFiles.DataOf(file, RandomAccess.GetLength(file)), Math.Max(overlapBytes, 1)).SelectMany(part => Cut(part, windowBytes, overlapBytes));

    private static IEnumerable<ScanWindow> Joined(IEnumerable<(long From, long To)> parts, long shortHole)
    {
        (long From, long To)? open = null;
        foreach (var part in parts)
        {
            if (open is { } before && part.From - before.To >= shortHole)
            {
                yield return new ScanWindow(before.From, before.To - before.From);
                open = part;
            }
            else
            {
                open = (open?.From ?? part.From, part.To);
            }
        }

        if (open is { } last)
        {
            yield return new ScanWindow(last.From, last.To - last.From);
        }
    }

    private static IEnumerable<ScanWindow> Cut(ScanWindow part, long windowBytes, long overlapBytes)
    {
        for (var at = part.Offset; ; at += windowBytes - overlapBytes)
        {
            var window = new ScanWindow(at, Math.Min(windowBytes, part.End - at));
            yield return window;
            if (window.End == part.End)
            {
                yield break;
            }
        }
    }
}
