namespace GlancePortal.Components.Layout;

/// <summary>Addresses of the administration.</summary>
public static class AdminAddress
{
    /// <summary>What all of them begin with.</summary>
    public const string Root = "/admin";

    /// <summary>The jobs of all projects.</summary>
    public const string Jobs = Root + "/jobs";

    /// <summary>What a scanner found malicious.</summary>
    public const string Quarantine = Root + "/quarantine";
}
