using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Section `Import:GlanceDownload`: the other regions that images can be fetched from.</summary>
public sealed class GlanceDownloadOptions
{
    /// <summary>Image endpoints by the names of their regions; they may be private, since the operator knows them.</summary>
    /// <value>None unless set.</value>
    public IReadOnlyDictionary<string, string> Regions { get; set; } = new Dictionary<string, string>();

    /// <summary>How names of custom properties begin that are fetched too.</summary>
    /// <value>Glance's own list unless set.</value>
    public IReadOnlyList<string> ExtraProperties { get; set; } = ["hw_", "trait:", "os_distro", "os_secure_boot", "os_type"];
}

/// <summary>Refuses endpoints that cannot be asked.</summary>
internal sealed class GlanceDownloadOptionsRules : IValidateOptions<GlanceDownloadOptions>
{
    public ValidateOptionsResult Validate(string? name, GlanceDownloadOptions options)
    {
        string[] faults = [.. options.Regions.Where(region => !IsEndpoint(region.Value))
            .Select(region => $"Import:GlanceDownload:Regions:{region.Key}: must be an address such as https://images.example.org:9292, without a user or password.")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static bool IsEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri is { UserInfo: "", Query: "", Fragment: "" };
}
