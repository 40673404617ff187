namespace GlancePortal.Domain.Hosting;

/// <summary>How nodes share work: section `Cluster`.</summary>
public sealed class ClusterOptions
{
    /// <summary>Name of this node; null means the machine's.</summary>
    public string? NodeName { get; set; }

    /// <summary>How long a silent node keeps its work.</summary>
    /// <value>10 seconds unless set.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);
}
