namespace GlancePortal.Domain.Uploads;

/// <summary>Uploads that can be continued: section `Uploads`.</summary>
public sealed class UploadOptions
{
    /// <summary>How long an unfinished upload is kept after its last byte.</summary>
    /// <value>7 days unless set.</value>
    public TimeSpan Expiry { get; set; } = TimeSpan.FromDays(7);
}

/// <summary>The sweep of bytes that no record owns: section `Scrubber`.</summary>
public sealed class ScrubberOptions
{
    /// <summary>Time between two sweeps; there is one at every start, too.</summary>
    /// <value>1 hour unless set.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Younger files are left alone.</summary>
    /// <value>10 minutes unless set.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(10);
}
