using System.Text.Json;
using GlancePortal.Domain.Formats;

namespace GlancePortal.Domain.Conversion;

/// <summary>Makes a disk of another format out of one, by qemu-img, locked in.</summary>
public sealed class DiskConverter
{
    private const string Coroutines = "4";
    private const int LongestAnswerBytes = 1024 * 1024;
    private const int SectorBytes = 512;
    private const long LargestOverheadBytes = 64L << 20;
    private const int LargestCylinderBytes = 16 * 255 * SectorBytes;
    private readonly ConfinedTools _tools;

    internal DiskConverter(ConfinedTools tools) => _tools = tools;

    /// <summary>Converts. Holes stay holes, the size of the disk stays what it was; on any failure nothing is left.</summary>
    /// <param name="request">What to make of what.</param>
    /// <param name="progress">Told how much is done, from 0 to 1, never less than before.</param>
    /// <param name="cancellationToken">Ends the tool at once.</param>
    /// <exception cref="ConversionException">It was refused, or failed: its code says which.</exception>
    /// <exception cref="ContentMismatchException">The inspection found another format.</exception>
    /// <exception cref="UnsafeContentException">The inspection found it unsafe.</exception>
    public async Task<ConvertedDisk> ConvertAsync(ConversionRequest request, Action<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var tool = ConversionTools.FindPath();
        var (reader, writer) = (DiskFormats.Reader(request.SourceFormat), DiskFormats.Writer(request.TargetFormat));
        Check(request);
        var virtualSize = await CheckAsync(request.SourcePath, request.SourceFormat, request.Inspection, cancellationToken);
        var (source, target) = (Path.GetFullPath(request.SourcePath), Path.GetFullPath(request.TargetPath));
        return await NewFile.FillAsync(target, async token =>
        {
            var exit = await _tools.RunAsync(
                new ToolRun(tool, [.. Arguments(request, writer), QemuFile.Describe(source, reader), target])
                {
                    Readable = [source],
                    Writable = [target],
                    Drain = new QemuProgress(progress).ReadAsync,
                    // No format needs more than the disk and a little beside it.
                    Limits = _tools.Limits with { OutputBytes = Math.Min(_tools.Limits.OutputBytes, virtualSize + (virtualSize / 16) + LargestOverheadBytes) },
                },
                token);
            return exit.IsFine
                ? new ConvertedDisk(request.TargetFormat, new FileInfo(target).Length, virtualSize)
                : throw QemuFaults.Refusal(exit);
        }, NewFile.IsDiskFull, () => new ConversionException("convert.output_full", "The converted disk has no room: its volume is nearly full."), cancellationToken);
    }

    /// <summary>Asks qemu-img, without letting it guess, whether a disk is what it is said to be.</summary>
    /// <param name="path">The disk.</param>
    /// <param name="format">A name of <see cref="FormatNames"/>.</param>
    /// <param name="inspection">What our own look found, which must agree; null where nobody has looked.</param>
    /// <param name="cancellationToken">Ends the tool at once.</param>
    /// <returns>Size of the disk inside, in bytes.</returns>
    /// <exception cref="ConversionException">`convert.source_unsafe` when it refers to other files or the two disagree; or the tool failed.</exception>
    public async Task<long> CheckAsync(string path, string format, FormatReport? inspection, CancellationToken cancellationToken)
    {
        var driver = DiskFormats.Reader(format);
        var source = Path.GetFullPath(path);
        if (driver == FormatNames.Raw)
        {
            // Plain bytes say nothing to ask about: qemu-img counts them, in whole sectors.
            return (new FileInfo(source).Length + SectorBytes - 1) / SectorBytes * SectorBytes;
        }

        var opinion = SecondOpinion.Unreadable;
        var exit = await _tools.RunAsync(
            new ToolRun(ConversionTools.FindPath(), ["info", "--output=json", QemuFile.Describe(source, driver)])
            {
                Readable = [source],
                Drain = async (output, token) => opinion = await ReadAsync(output, token),
            },
            cancellationToken);
        if (!exit.IsFine)
        {
            throw QemuFaults.Refusal(exit);
        }

        return opinion.Fault is { } fault ? throw Unsafe($"The {format} disk is not accepted: {fault}")
            : opinion.Driver != driver ? throw Unsafe($"The disk was declared as {format}, but qemu-img takes it for {opinion.Driver}.")
            : Disagrees(format, inspection, opinion) ? throw Unsafe("The disk has another size for qemu-img than for our own inspection.")
            : opinion.VirtualSizeBytes;
    }

    private static void Check(ConversionRequest request)
    {
        if (request.Inspection is { } inspection)
        {
            ContentRules.Check(request.SourceFormat, "bare", inspection);
        }

        if (!request.TakesIso && (request.SourceFormat == FormatNames.Iso || request.Inspection?.Recognised.Contains(FormatNames.Iso) == true))
        {
            throw new ConversionException("convert.format_unknown", "An ISO stays as it is: made into a disk it would boot nowhere.");
        }
    }

    // For qemu-img the size of a VHD that Virtual PC made is what its cylinders hold, a little less than its footer says.
    private static bool Disagrees(string format, FormatReport? inspection, SecondOpinion opinion) =>
        inspection?.VirtualSizeBytes is { } bytes
        && (format == FormatNames.Vhd ? opinion.VirtualSizeBytes > bytes || bytes - opinion.VirtualSizeBytes >= LargestCylinderBytes : bytes != opinion.VirtualSizeBytes);

    private static async Task<SecondOpinion> ReadAsync(Stream output, CancellationToken cancellationToken)
    {
        var text = new byte[LongestAnswerBytes];
        var count = await output.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            // One that is longer is cut off, and so no JSON.
            return SecondOpinion.Read(text.AsMemory(0, count));
        }
        catch (JsonException)
        {
            return SecondOpinion.Unreadable;
        }
        finally
        {
            await output.CopyToAsync(Stream.Null, cancellationToken);
        }
    }

    private static IEnumerable<string> Arguments(ConversionRequest request, string writer)
    {
        yield return "convert";
        yield return "-p";
        yield return "-m";
        yield return Coroutines;
        yield return "-O";
        yield return writer;
        if (Options(request) is { } options)
        {
            yield return "-o";
            yield return options;
        }

        if (request.TargetFormat == FormatNames.Qcow2 && request.Compression != Qcow2Compression.None)
        {
            yield return "-c";
        }
        else if (request is not { TargetFormat: FormatNames.Vmdk, Vmdk: VmdkKind.StreamOptimized })
        {
            // Compressed clusters are written one after the other, everything else where it belongs.
            yield return "-W";
        }
    }

    private static string? Options(ConversionRequest request) => request.TargetFormat switch
    {
        FormatNames.Qcow2 when request.Compression == Qcow2Compression.Zstd => "compat=1.1,compression_type=zstd",
        FormatNames.Qcow2 => "compat=1.1",
        FormatNames.Vmdk => request.Vmdk == VmdkKind.StreamOptimized ? "subformat=streamOptimized" : "subformat=monolithicSparse",
        // Without force_size the size would be rounded to what a BIOS of 1983 could address.
        FormatNames.Vhd => request.Vhd == VhdKind.Fixed ? "subformat=fixed,force_size=on" : "subformat=dynamic,force_size=on",
        _ => null,
    };

    private static ConversionException Unsafe(string message) => new("convert.source_unsafe", message);
}
