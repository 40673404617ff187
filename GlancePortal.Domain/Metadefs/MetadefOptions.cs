namespace GlancePortal.Domain.Metadefs;

/// <summary>Section `Metadefs`: metadata definitions.</summary>
public sealed class MetadefOptions
{
    /// <summary>Whether a start loads the stock definitions into an empty catalogue.</summary>
    /// <value>True unless set.</value>
    public bool LoadStock { get; set; } = true;
}
