using GlancePortal.Domain.Images;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Conversion;

/// <summary>An unpacked file. It is not flushed: whoever keeps it does that.</summary>
/// <param name="Bytes">Its length.</param>
public sealed record UnpackedFile(long Bytes);

/// <summary>Unpacks an archive of one file: ZIP here, the others by their own tools, locked in.</summary>
public sealed class Decompressor
{
    private const int PieceBytes = 256 * 1024;
    private readonly ConfinedTools _tools;
    private readonly DecompressOptions _options;
    private readonly long _sizeCap;

    internal Decompressor(ConfinedTools tools, IOptions<DecompressOptions> options, IOptions<ImageOptions> images)
    {
        _tools = tools;
        _options = options.Value;
        _sizeCap = images.Value.SizeCap;
    }

    /// <summary>Unpacks all of it, with holes for zeros; on any failure nothing is left.</summary>
    /// <param name="sourcePath">The archive; it is only read.</param>
    /// <param name="targetPath">Where the file goes; nothing may be there yet.</param>
    /// <param name="progress">Told how much of the archive is read, from 0 to 1, never less than before.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="DecompressionException">It was refused, or failed: its code says which.</exception>
    public async Task<UnpackedFile> DecompressAsync(string sourcePath, string targetPath, Action<double>? progress, CancellationToken cancellationToken)
    {
        var kind = ArchiveKinds.Detect(sourcePath)
            ?? throw new DecompressionException("decompress.format_unknown", "The data is no archive that is known here: gzip, zip, xz and zstd are.");
        await using var source = new FileStream(sourcePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var bounds = new UnpackingBounds(source.Length, _options.MaxSize ?? _sizeCap, _options.MaxRatio);
        try
        {
            var bytes = await NewFile.FillAsync(targetPath, async token =>
            {
                using var target = new SparseFile(targetPath);
                return kind == ArchiveKind.Zip
                    ? await UnzipAsync(source, target, bounds, progress, token)
                    : await RunAsync(kind, source, target, bounds, progress, token);
            }, NewFile.IsDiskFull, () => NoRoom(), cancellationToken);
            return new UnpackedFile(bytes);
        }
        catch (InvalidDataException)
        {
            throw Damaged("it is cut off, or its bytes were changed.");
        }
        catch (IOException fault) when (fault.HResult is NoSpace or QuotaExceeded or FileTooLarge)
        {
            throw NoRoom();
        }
    }

    private static DecompressionException NoRoom() => new("decompress.output_full", "The unpacked file has no room: its volume is nearly full.");

    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    private static async Task<long> UnzipAsync(
        FileStream source, SparseFile target, UnpackingBounds bounds, Action<double>? progress, CancellationToken cancellationToken)
    {
        using var member = ZipMember.Open(source);
        var told = new Told(progress, source.Length);
        await using var content = member.Read();
        var bytes = await target.WriteAsync(
            content,
            (piece, length) =>
            {
                bounds.Check(length);
                member.Observe(piece.Span);
                told.Tell(source.Position);
            },
            cancellationToken);
        member.CheckWhole(bytes);
        told.Tell(source.Length);
        return bytes;
    }

    private async Task<long> RunAsync(
        ArchiveKind kind, FileStream source, SparseFile target, UnpackingBounds bounds, Action<double>? progress, CancellationToken cancellationToken)
    {
        var (name, package) = kind switch
        {
            ArchiveKind.Xz => ("xz", "xz-utils"),
            ArchiveKind.Zstd => ("zstd", "zstd"),
            _ => ("gzip", "gzip"),
        };
        var tool = ConversionTools.OnPath(name) ?? throw new DecompressionException(
            "decompress.tool_missing", $"The program {name} is not installed. An administrator installs it with: apt-get install {package}");
        var told = new Told(progress, source.Length);
        var bytes = 0L;
        var exit = await _tools.RunAsync(
            new ToolRun(tool, ["-dc"])
            {
                Feed = (input, token) => FeedAsync(source, input, told, token),
                Drain = async (output, token) => bytes = await target.WriteAsync(output, (_, length) => bounds.Check(length), token),
            },
            cancellationToken);
        return exit.IsFine ? bytes : throw Refusal(exit, name);
    }

    private static async Task FeedAsync(FileStream source, Stream input, Told told, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceBytes];
        while (await source.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            try
            {
                await input.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
            catch (IOException)
            {
                // The tool has ended before its input; its status says why.
                return;
            }

            told.Tell(source.Position);
        }
    }

    private static DecompressionException Refusal(ToolExit exit, string name) => exit.Fault switch
    {
        ToolFault.Time => new DecompressionException("decompress.timeout", "Unpacking took longer than QemuImg:Timeout or QemuImg:CpuTime allow."),
        ToolFault.Memory => new DecompressionException("decompress.memory", "Unpacking needs more memory than QemuImg:MemoryLimit allows."),
        _ => Damaged($"{name} says that {Cause(exit.Error)}."),
    };

    private static string Cause(string error) =>
        error.Contains("garbage", StringComparison.OrdinalIgnoreCase) || error.Contains("nsupported format", StringComparison.OrdinalIgnoreCase)
        || error.Contains("not recognized", StringComparison.OrdinalIgnoreCase) ? "something else follows it"
        : error.Contains("unexpected end", StringComparison.OrdinalIgnoreCase) || error.Contains("premature", StringComparison.OrdinalIgnoreCase) ? "it is cut off"
        : "its bytes were changed";

    private static DecompressionException Damaged(string why) => new("decompress.damaged", $"The archive is not whole: {why}");

    /// <summary>Passes a part on when it is more than before.</summary>
    private sealed class Told(Action<double>? progress, long total)
    {
        private const double Step = 0.001;
        private double _last = -1;

        public void Tell(long bytes)
        {
            var part = total == 0 ? 1 : Math.Min(1, (double)bytes / total);
            if (part >= _last + Step || (part >= 1 && _last < 1))
            {
                _last = part;
                progress?.Invoke(part);
            }
        }
    }
}
