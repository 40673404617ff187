using System.Globalization;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Formats;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Plugins;

/// <summary>Makes a disk of another format of the data: what was asked for, else what the project wants, else what is configured.</summary>
/// <remarks>glance-behaviour.md, import plugins: what is no disk stays as it is, an ISO above all.</remarks>
/// <param name="converter">Converts.</param>
/// <param name="tools">Knows the converter's version.</param>
/// <param name="projects">Has the projects' wishes.</param>
/// <param name="options">Has the operator's.</param>
internal sealed class ConvertPlugin(DiskConverter converter, ConversionTools tools, ImportRules projects, IOptionsMonitor<ImportOptions> options) : IImportPlugin
{
    public string Name => ImportPlans.Convert;

    public string Phase => ImportPlans.ConvertPhase;

    public async Task RunAsync(ImportWork work, CancellationToken cancellationToken)
    {
        var (target, compression) = await WantedAsync(work, cancellationToken);
        var source = work.DiskFormat == FormatNames.Gpt ? FormatNames.Raw : work.DiskFormat;
        var takesIso = work.Request is { TakesIso: true };
        var isDisk = DiskFormats.IsConvertible(source, takesIso);
        if (!isDisk || work.ContainerFormat != "bare" || (source == target && compression is null))
        {
            await work.LogAsync("convert.left", source, target);
            return;
        }

        var bytes = work.Facts.Bytes;
        var path = work.NewPath();
        var disk = await converter.ConvertAsync(
            new ConversionRequest(work.Path, source, path, target)
            {
                Inspection = work.Facts.Format,
                Compression = CompressionOf(compression),
                TakesIso = takesIso,
            },
            part => work.Report((long)(part * bytes)), cancellationToken);
        work.Outcome.Steps.Add(new ImportStep(Name, new Dictionary<string, string>
        {
            ["from"] = work.DiskFormat,
            ["to"] = target,
            ["compression"] = compression ?? "none",
            ["tool"] = "qemu-img " + (await tools.FindAsync(cancellationToken)).Version,
            ["source_bytes"] = bytes.ToString(CultureInfo.InvariantCulture),
            ["source_" + work.Facts.HashAlgorithm] = work.Facts.HashValue,
            ["bytes"] = disk.Bytes.ToString(CultureInfo.InvariantCulture),
        }));
        work.Outcome.DiskFormat = target;
        work.Outcome.ContainerFormat = "bare";
        await work.ReplaceAsync(path, cancellationToken);
    }

    private async Task<(string Format, string? Compression)> WantedAsync(ImportWork work, CancellationToken cancellationToken) =>
        work.Request?.ConvertTo is { } asked ? (asked, work.Request.Compression)
        : await projects.OfAsync(work.Image.OwnerId, cancellationToken) is { ConvertTo: { } wanted } rules ? (wanted, rules.Compression)
        : (options.CurrentValue.ConversionFormat, null);

    private static Qcow2Compression CompressionOf(string? name) => name switch
    {
        "zlib" => Qcow2Compression.Zlib,
        "zstd" => Qcow2Compression.Zstd,
        _ => Qcow2Compression.None,
    };
}
