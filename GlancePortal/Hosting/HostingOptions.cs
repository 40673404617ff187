namespace GlancePortal.Hosting;

/// <summary>How the process behaves as a server: section `Hosting`.</summary>
public sealed class HostingOptions
{
    /// <summary>A file whose existence makes the health check fail, to take a node out of a balancer; null for none.</summary>
    public string? HealthDisableFile { get; set; }

    /// <summary>How long running transfers may go on after SIGTERM.</summary>
    /// <value>30 seconds unless set.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a transfer may stand still before it is cut.</summary>
    /// <value>15 minutes unless set.</value>
    public TimeSpan IdleTransferTimeout { get; set; } = TimeSpan.FromMinutes(15);
}
