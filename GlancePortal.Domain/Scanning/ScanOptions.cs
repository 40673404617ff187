using GlancePortal.Domain.Import;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Scanning;

/// <summary>Section `Scan`: the scanner that the plugin `scan` asks.</summary>
public sealed class ScanOptions
{
    /// <summary>Where clamd listens, `host:port` or `unix:/path`; null when there is none.</summary>
    public string? ClamAv { get; set; }

    /// <summary>Whether content that could not be scanned whole may become active.</summary>
    public bool AllowUnscanned { get; set; }

    /// <summary>Bytes that are sent at once; clamd must take as many: its StreamMaxLength, MaxFileSize and MaxScanSize.</summary>
    /// <value>24 MiB unless set, a little below clamd's own defaults.</value>
    public long WindowBytes { get; set; } = 24 << 20;

    /// <summary>Bytes that a window has in common with the next one: what is longer can be cut in two and be missed.</summary>
    /// <value>1 MiB unless set.</value>
    public long OverlapBytes { get; set; } = 1 << 20;

    /// <summary>Windows that are scanned at once.</summary>
    /// <value>4 unless set.</value>
    public int AtOnce { get; set; } = 4;

    /// <summary>Larger content is not scanned; null scans all.</summary>
    public long? MaxBytes { get; set; }

    /// <summary>How long a window may take.</summary>
    /// <value>5 minutes unless set.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Refuses an address that is none, and windows that would not move on.</summary>
internal sealed class ScanOptionsRules : IValidateOptions<ScanOptions>
{
    public ValidateOptionsResult Validate(string? name, ScanOptions options)
    {
        var faults = new List<string>();
        if (!string.IsNullOrEmpty(options.ClamAv) && ClamdAddress.Parse(options.ClamAv) is null)
        {
            faults.Add($"Scan:ClamAv: '{options.ClamAv}' is neither host:port nor unix:/path.");
        }

        if (options.WindowBytes is < 64 * 1024 or > uint.MaxValue)
        {
            faults.Add("Scan:WindowBytes: must be from 64KiB to 4GiB.");
        }

        if (options.OverlapBytes < 0 || options.OverlapBytes > options.WindowBytes / 2)
        {
            faults.Add("Scan:OverlapBytes: must not be negative, and at most half of Scan:WindowBytes.");
        }

        if (options.AtOnce is < 1 or > 64)
        {
            faults.Add("Scan:AtOnce: must be from 1 to 64.");
        }

        if (options.Timeout <= TimeSpan.Zero)
        {
            faults.Add("Scan:Timeout: must be above 0.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}

/// <summary>Refuses the plugin where there is no scanner: nothing would ever pass it, or everything.</summary>
internal sealed class ScannerNamed(IOptions<ScanOptions> scan) : IValidateOptions<ImportOptions>
{
    public ValidateOptionsResult Validate(string? name, ImportOptions options) =>
        options.Plugins.Contains(ScanContent.PluginName) && string.IsNullOrEmpty(scan.Value.ClamAv)
            ? ValidateOptionsResult.Fail("Scan:ClamAv: must name a scanner, for example localhost:3310, since Import:Plugins has 'scan'.")
            : ValidateOptionsResult.Success;
}
