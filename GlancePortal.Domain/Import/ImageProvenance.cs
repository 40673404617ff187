namespace GlancePortal.Domain.Import;

/// <summary>Where the data of an image came from and what was done to it on its way.</summary>
public sealed class ImageProvenance
{
    /// <summary>The image.</summary>
    public Guid ImageId { get; set; }

    /// <summary>JSON of <see cref="ImportOutcome"/>, as it was when the image became active.</summary>
    public required string Facts { get; set; }

    /// <summary>When it was written (UTC).</summary>
    public DateTimeOffset At { get; set; }
}
