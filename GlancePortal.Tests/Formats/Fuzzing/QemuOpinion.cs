using System.Diagnostics;
using GlancePortal.Domain.Formats;

namespace GlancePortal.Tests.Formats.Fuzzing;

/// <summary>Holds what is accepted against qemu-img: what it cannot open as that format must not be accepted.</summary>
internal sealed class QemuOpinion
{
    private static readonly Dictionary<string, string> Drivers = new(StringComparer.Ordinal)
    {
        ["qcow2"] = "qcow2", ["vmdk"] = "vmdk", ["vhd"] = "vpc", ["vhdx"] = "vhdx", ["vdi"] = "vdi",
    };

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"glanceportal-fuzz-{Environment.ProcessId}");

    /// <summary>Asks only where GLANCEPORTAL_TEST_FUZZ_QEMU is set: it takes much longer than the inspection.</summary>
    public static QemuOpinion? FromEnvironment() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_FUZZ_QEMU")) ? null : new QemuOpinion();

    public void Compare(byte[] content, FormatReport report)
    {
        if (!Drivers.TryGetValue(report.Detected, out var driver) || ContentRules.Faults(report.Detected, "bare", report).Any())
        {
            return;
        }
        File.WriteAllBytes(_path, content);
        using var process = Process.Start(new ProcessStartInfo("qemu-img", ["info", "-f", driver, _path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardOutput.ReadToEnd();
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();
        File.Delete(_path);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"It is accepted as {report.Detected}, but qemu-img says: {fault}");
        }
    }
}
