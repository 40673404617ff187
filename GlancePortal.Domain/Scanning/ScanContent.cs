using GlancePortal.Domain.Import;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Scanning;

/// <summary>Has content scanned for malicious software before it is stored.</summary>
internal sealed class ScanContent(FileScanner scanner, ScannedParts parts, IOptionsMonitor<ScanOptions> options, TimeProvider time) : IImportPlugin
{
    public const string PluginName = "scan";
    public const string PhaseName = "Scan";

    public string Name => PluginName;

    public string Phase => PhaseName;

    public bool IsCheck => true;

    public async Task RunAsync(ImportWork work, CancellationToken cancellationToken)
    {
        var verdict = await VerdictAsync(work, cancellationToken);
        work.Outcome.Scan = verdict;
        work.Outcome.Steps.RemoveAll(step => step.Name == PluginName);
        work.Outcome.Steps.Add(new ImportStep(PluginName, FactsOf(verdict)));
        switch (verdict.Result)
        {
            case "infected":
                await work.LogAsync("scan.infected", verdict.Signature!);
                throw new InfectedContentException(verdict.Signature!);
            case "clean":
                await work.LogAsync("scan.clean", verdict.Engine ?? "");
                break;
            default:
                await work.LogAsync("scan.not_scanned", ScanReasons.InWords(verdict.Reason!));
                if (!options.CurrentValue.AllowUnscanned)
                {
                    throw new ContentNotScannedException(ScanReasons.InWords(verdict.Reason!));
                }

                break;
        }
    }

    private async Task<ScanVerdict> VerdictAsync(ImportWork work, CancellationToken cancellationToken)
    {
        if (work.Facts.Bytes > options.CurrentValue.MaxBytes)
        {
            return NotScanned(ScanReasons.TooLarge);
        }

        var (path, reason) = await parts.OfAsync(work, cancellationToken);
        if (path is null)
        {
            return NotScanned(reason!);
        }

        try
        {
            var verdict = await scanner.ScanAsync(path, work.Report, cancellationToken);
            return verdict.Result == "clean" && ScannedParts.HiddenIn(work, options.CurrentValue.WindowBytes) is { } hidden
                ? NotScanned(hidden) with { Engine = verdict.Engine }
                : verdict;
        }
        catch (ScannerAwayException away)
        {
            work.Outcome.Scan = NotScanned(ScanReasons.Away);
            if (!options.CurrentValue.AllowUnscanned)
            {
                await work.LogAsync("scan.not_scanned", away.Message);
                throw;
            }

            return work.Outcome.Scan;
        }
    }

    private ScanVerdict NotScanned(string reason) => new("not-scanned", Signature: null, reason, Engine: null, time.GetUtcNow());

    private static Dictionary<string, string> FactsOf(ScanVerdict verdict)
    {
        var facts = new Dictionary<string, string> { ["result"] = verdict.Result };
        foreach (var (name, value) in new[] { ("signature", verdict.Signature), ("reason", verdict.Reason), ("engine", verdict.Engine) })
        {
            if (value is not null)
            {
                facts[name] = value;
            }
        }

        return facts;
    }
}
