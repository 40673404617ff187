namespace GlancePortal.Domain.Hosting;

/// <summary>Keys that stand above all sections.</summary>
public sealed class PortalOptions
{
    /// <summary>Folder of the embedded database, the default store, staging and keys.</summary>
    /// <value>`./data` unless set; always absolute once the program runs.</value>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>Address put into links and the catalogue; null means the request's own.</summary>
    public Uri? PublicEndpoint { get; set; }
}
