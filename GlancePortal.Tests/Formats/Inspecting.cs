using GlancePortal.Domain.Formats;

namespace GlancePortal.Tests.Formats;

/// <summary>Shows contents to the inspector.</summary>
internal static class Inspecting
{
    /// <summary>Bytes that one inspection may allocate at most, whatever the content.</summary>
    public const int MostAllocated = 1024 * 1024;

    public static FormatReport Inspect(byte[] content, int piece = 65_536)
    {
        var inspector = new FormatInspector();
        for (var at = 0; at < content.Length; at += Math.Min(piece, content.Length - at))
        {
            inspector.Observe(content.AsSpan(at, Math.Min(piece, content.Length - at)));
        }
        return inspector.Complete();
    }
}
