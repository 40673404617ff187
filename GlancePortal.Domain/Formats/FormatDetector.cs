namespace GlancePortal.Domain.Formats;

/// <summary>Knows one format. Made anew for each content; never throws, whatever the bytes say.</summary>
internal abstract class FormatDetector
{
    /// <summary>A name of <see cref="FormatNames"/>.</summary>
    public abstract string Name { get; }

    /// <summary>Sees all bytes in order; for formats that keep something beyond the sample.</summary>
    public virtual void Observe(long position, ReadOnlySpan<byte> bytes)
    {
    }

    public abstract bool Matches(ContentSample sample);

    /// <summary>Size of the disk inside; null when the header does not say.</summary>
    public virtual long? VirtualSizeBytes(ContentSample sample) => sample.Bytes;

    /// <summary>What makes content of this format unsafe; asked only after a match.</summary>
    public virtual IEnumerable<FormatFinding> Findings(ContentSample sample) => [];
}
