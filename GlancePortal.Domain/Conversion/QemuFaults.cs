using System.Text.RegularExpressions;

namespace GlancePortal.Domain.Conversion;

/// <summary>Turns the end of qemu-img into a refusal that a person understands.</summary>
internal static partial class QemuFaults
{
    private const int LongestReason = 200;

    public static ConversionException Refusal(ToolExit exit) => exit.Fault switch
    {
        ToolFault.Time => new ConversionException("convert.timeout", "The conversion took longer than QemuImg:Timeout or QemuImg:CpuTime allow."),
        ToolFault.Memory => new ConversionException("convert.memory", "The conversion needed more memory than QemuImg:MemoryLimit allows."),
        ToolFault.Output => new ConversionException(
            "convert.output_full", "The result has no room: it is larger than QemuImg:OutputLimit, or the disk is full."),
        _ => new ConversionException("convert.failed", $"The disk cannot be converted: {Reason(exit)}"),
    };

    /// <summary>The first line that it said, without names of files.</summary>
    internal static string Reason(ToolExit exit)
    {
        var line = exit.Error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (line is null)
        {
            return exit.Status > 128 ? $"qemu-img broke off with signal {exit.Status - 128}." : $"qemu-img ended with status {exit.Status}.";
        }

        var clean = Names().Replace(Prefix().Replace(line, ""), "the file");
        clean = string.Concat(clean.Where(letter => !char.IsControl(letter)));
        return clean.Length > LongestReason ? clean[..LongestReason] + "…" : clean;
    }

    [GeneratedRegex("^(qemu-img|GLib-ERROR[^:]*): ")]
    private static partial Regex Prefix();

    // 'json:{…}', '/a/path' and a path without quotes: greedy, for names hold quotes and blanks, too.
    [GeneratedRegex("""'?json:\{.*\}'?|'/.*'|(?<![\w.])/[^\s'":,;)]+""")]
    private static partial Regex Names();
}
