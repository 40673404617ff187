using System.Globalization;
using GlancePortal.Domain.Conversion;

namespace GlancePortal.Domain.Import.Plugins;

/// <summary>Unpacks data that came as an archive of one file. What is meant to stay packed says so by its container format.</summary>
/// <remarks>glance-behaviour.md, import plugins.</remarks>
/// <param name="decompressor">Unpacks.</param>
internal sealed class DecompressPlugin(Decompressor decompressor) : IImportPlugin
{
    public string Name => ImportPlans.Decompress;

    public string Phase => "Decompress";

    public async Task RunAsync(ImportWork work, CancellationToken cancellationToken)
    {
        if (work.ContainerFormat == "compressed" || ArchiveKinds.Detect(work.Path) is not { } kind)
        {
            return;
        }

        var packed = work.Facts.Bytes;
        var target = work.NewPath();
        await decompressor.DecompressAsync(work.Path, target, part => work.Report((long)(part * packed)), cancellationToken);
        work.Outcome.Steps.Add(new ImportStep(Name, new Dictionary<string, string>
        {
            ["archive"] = kind.ToString(),
            ["bytes"] = packed.ToString(CultureInfo.InvariantCulture),
            ["unpacked"] = new FileInfo(target).Length.ToString(CultureInfo.InvariantCulture),
        }));
        await work.ReplaceAsync(target, cancellationToken);
    }
}
