namespace GlancePortal.Domain.Conversion;

/// <summary>What one run of a tool may take.</summary>
/// <param name="Time">From its start to its end.</param>
/// <param name="CpuTime">Of all its threads together.</param>
/// <param name="MemoryBytes">Address space.</param>
/// <param name="OutputBytes">Length of any file that it writes.</param>
/// <param name="OpenFiles">Files open at a time.</param>
internal sealed record ToolLimits(TimeSpan Time, TimeSpan CpuTime, long MemoryBytes, long OutputBytes, int OpenFiles)
{
    public static ToolLimits From(QemuImgOptions options, long sizeCap) =>
        new(options.Timeout, options.CpuTime, options.MemoryLimit, options.OutputLimit ?? sizeCap, options.OpenFiles);
}
