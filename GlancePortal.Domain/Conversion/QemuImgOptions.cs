using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Conversion;

/// <summary>What qemu-img and the decompressors may take: section `QemuImg`.</summary>
public sealed class QemuImgOptions
{
    /// <summary>How long one run may last.</summary>
    /// <value>1 hour unless set.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Processor time of all threads of one run together.</summary>
    /// <value>4 hours unless set.</value>
    public TimeSpan CpuTime { get; set; } = TimeSpan.FromHours(4);

    /// <summary>Address space of one run in bytes.</summary>
    /// <value>1 GiB unless set.</value>
    public long MemoryLimit { get; set; } = 1L << 30;

    /// <summary>Bytes that a result may have; null takes <c>Images:SizeCap</c>.</summary>
    public long? OutputLimit { get; set; }

    /// <summary>Files that one run may have open.</summary>
    /// <value>64 unless set.</value>
    public int OpenFiles { get; set; } = 64;

    /// <summary>Runs at a time on this node; others wait. None of them can start a process of its own.</summary>
    /// <value>2 unless set.</value>
    public int Processes { get; set; } = 2;
}

/// <summary>Refuses limits under which no tool could run.</summary>
internal sealed class QemuImgOptionsRules : IValidateOptions<QemuImgOptions>
{
    private const long LeastMemory = 256L << 20;
    private const int LeastFiles = 16;

    public ValidateOptionsResult Validate(string? name, QemuImgOptions options)
    {
        var faults = new List<string>();
        void Want(bool holds, string key, string rule)
        {
            if (!holds)
            {
                faults.Add($"QemuImg:{key}: must be {rule}.");
            }
        }

        Want(options.Timeout > TimeSpan.Zero && options.Timeout.TotalMilliseconds < uint.MaxValue, nameof(options.Timeout), "above 0 and below 49 days");
        Want(options.CpuTime >= TimeSpan.FromSeconds(1), nameof(options.CpuTime), "at least 1s");
        Want(options.MemoryLimit >= LeastMemory, nameof(options.MemoryLimit), "at least 256MiB");
        Want(options.OutputLimit is null or > 0, nameof(options.OutputLimit), "above 0");
        Want(options.OpenFiles >= LeastFiles, nameof(options.OpenFiles), $"at least {LeastFiles}");
        Want(options.Processes > 0, nameof(options.Processes), "above 0");
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
