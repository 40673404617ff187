namespace GlancePortal.Domain.Formats;

/// <summary>A range of a content that a header gives a meaning to.</summary>
/// <param name="Name">What lies there, in English.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bytes">How long it is; a hostile header may say anything.</param>
internal readonly record struct Extent(string Name, ulong Offset, ulong Bytes)
{
    public UInt128 End => (UInt128)Offset + Bytes;

    /// <summary>Two neighbours of the list that share bytes; null when none do.</summary>
    public static (Extent First, Extent Second)? Overlap(IEnumerable<Extent> extents)
    {
        Extent? widest = null;
        foreach (var extent in extents.Where(extent => extent.Bytes > 0).OrderBy(extent => extent.Offset))
        {
            if (widest is { } before && extent.Offset < before.End)
            {
                return (before, extent);
            }
            widest = extent;
        }
        return null;
    }
}
