using System.Diagnostics;
using System.Text.Json;
using GlancePortal.Domain.Formats;

namespace GlancePortal.Tests.Formats.Fuzzing;

/// <summary>What holds for the inspection of any bytes.</summary>
/// <param name="random">Where pieces are cut.</param>
internal sealed class Oracle(Random random)
{
    // Far above what the longest content takes: only what never ends is meant.
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(20);

    private static readonly HashSet<string> Checks = [.. typeof(FormatChecks).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>The report about a content.</summary>
    /// <exception cref="InvalidOperationException">Something does not hold.</exception>
    public FormatReport Judge(byte[] content)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = Inspecting.Inspect(content, int.MaxValue);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Must(allocated <= Inspecting.MostAllocated, $"It allocated {allocated} bytes.");
        Must(watch.Elapsed < LongestTime, $"It took {watch.Elapsed}.");
        Must((report.Detected == FormatNames.Raw) == (report.Recognised.Count == 0), "Detected and Recognised contradict each other.");
        Must(report.Bytes == content.Length && report.VirtualSizeBytes is null or >= 0, "A size is wrong.");
        Must(report.Findings.All(finding => Checks.Contains(finding.Check) && finding.Message.EndsWith('.')), "A finding has no name.");
        var text = JsonSerializer.Serialize(report);
        Must(text == JsonSerializer.Serialize(InPieces(content, poison: 0)), "Other pieces give another report.");
        Must(text == JsonSerializer.Serialize(InPieces(content, poison: 0xff)), "Bytes beside the pieces give another report.");
        if (content.Length <= 8192)
        {
            Must(text == JsonSerializer.Serialize(Inspecting.Inspect(content, 1)), "Single bytes give another report.");
        }
        foreach (var format in new[] { "raw", "qcow2", "iso", report.Detected })
        {
            Must(Verdict(format, report) == Verdict(format, JsonSerializer.Deserialize<FormatReport>(text)!), $"As {format} the verdict changes.");
        }
        return report;
    }

    /// <summary>What makes one report different from another.</summary>
    public static string Signature(FormatReport report) => string.Join(
        ' ',
        [
            string.Join('+', report.Recognised), report.Subformat, report.Compression, SizeClass(report.VirtualSizeBytes),
            .. report.Findings.Select(finding => finding.Check).Order(StringComparer.Ordinal),
        ]);

    private static string SizeClass(long? bytes) => bytes is { } known ? $"2^{(known == 0 ? 0 : long.Log2(known) / 8 * 8)}" : "unknown";

    private static string Verdict(string format, FormatReport report) =>
        string.Join('\n', ContentRules.Faults(format, "bare", report, ["zlib"]).Select(fault => fault.Message));

    // The same bytes between others that it may not see.
    private FormatReport InPieces(byte[] content, byte poison)
    {
        var inspector = new FormatInspector();
        var longest = random.Next(4) switch { 0 => 16, 1 => 600, 2 => 5000, _ => 1 << 20 };
        longest = Math.Max(longest, content.Length / 4096);
        var frame = new byte[longest + 64];
        Array.Fill(frame, poison);
        for (var at = 0; at < content.Length;)
        {
            var piece = frame.AsSpan(32, Math.Min(content.Length - at, random.Next(1, longest + 1)));
            content.AsSpan(at, piece.Length).CopyTo(piece);
            inspector.Observe(piece);
            piece.Fill(poison);
            at += piece.Length;
        }
        return inspector.Complete();
    }

    private static void Must(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
