using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Conversion;

/// <summary>Bounds of what is unpacked: section `Import:Decompress`.</summary>
public sealed class DecompressOptions
{
    /// <summary>Times a result may be larger than its archive; looked at beyond 64 MiB.</summary>
    /// <value>1000 unless set: disks that are mostly empty reach some hundreds, a bomb many thousands.</value>
    public int MaxRatio { get; set; } = 1000;

    /// <summary>Bytes that a result may have; null takes <c>Images:SizeCap</c>.</summary>
    public long? MaxSize { get; set; }
}

/// <summary>Refuses bounds that nothing could pass.</summary>
internal sealed class DecompressOptionsRules : IValidateOptions<DecompressOptions>
{
    public ValidateOptionsResult Validate(string? name, DecompressOptions options)
    {
        var faults = new List<string>();
        if (options.MaxRatio < 1)
        {
            faults.Add("Import:Decompress:MaxRatio: must be above 0.");
        }

        if (options.MaxSize is <= 0)
        {
            faults.Add("Import:Decompress:MaxSize: must be above 0.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
