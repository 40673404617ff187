using GlancePortal.Domain.Content;
using GlancePortal.Domain.Formats.Detectors;

namespace GlancePortal.Domain.Formats;

/// <summary>Recognises what a content is while it passes by, in bounded memory. Never throws on what the bytes say.</summary>
public sealed class FormatInspector : IByteObserver
{
    // What these begin with says what the first sector is: a boot signature in it is a second format.
    private static readonly HashSet<string> OwnFirstSector = new(StringComparer.Ordinal)
    {
        FormatNames.Qcow2, FormatNames.Qed, FormatNames.Vmdk, FormatNames.Vhdx, FormatNames.Vdi, FormatNames.Vhd,
    };

    private readonly ContentTail _tail = new();

    // The order decides which one is named when a content is several things at once.
    private readonly FormatDetector[] _detectors =
    [
        new Qcow2Detector(), new QedDetector(), new VmdkDetector(), new VhdxDetector(), new VhdDetector(), new VdiDetector(), new LuksDetector(),
        new IsoDetector(), new ArchiveDetector(), new GptDetector(),
    ];

    /// <summary>Takes the next bytes.</summary>
    public void Observe(ReadOnlySpan<byte> bytes)
    {
        foreach (var detector in _detectors)
        {
            if (detector.IsReading)
            {
                detector.Observe(_tail.Position, bytes);
            }
        }
        _tail.Observe(bytes);
    }

    /// <summary>What all bytes so far look like.</summary>
    public FormatReport Complete()
    {
        var end = _tail.End();
        var matches = _detectors.Select(detector => detector.Conclude(end)).OfType<FormatMatch>().ToList();
        if (matches is [.. var others, { Name: FormatNames.Gpt }] && others.Count > 0 && !others.Exists(OwnsFirstSector))
        {
            // A boot sector is part of many a disk and of every bootable ISO: there it tells nothing.
            matches = others;
        }
        var detected = matches.FirstOrDefault();
        return new FormatReport(detected?.Name ?? FormatNames.Raw, detected is null ? end.Bytes : detected.VirtualSizeBytes, FindingsOf(matches))
        {
            Bytes = end.Bytes,
            Recognised = [.. matches.Select(match => match.Name)],
            Subformat = detected?.Subformat,
            Compression = detected?.Compression,
        };
    }

    // A fixed VHD is its disk, and a footer behind it.
    private static bool OwnsFirstSector(FormatMatch match) => OwnFirstSector.Contains(match.Name) && match is not { Name: FormatNames.Vhd, Subformat: "fixed" };

    private static List<FormatFinding> FindingsOf(List<FormatMatch> matches)
    {
        var findings = new List<FormatFinding>();
        if (matches.Count > 1)
        {
            findings.Add(new FormatFinding(FormatChecks.Polyglot, $"it is several formats at once: {string.Join(", ", matches.Select(match => match.Name))}."));
        }
        findings.AddRange(matches.SelectMany(match => match.Findings));
        return findings;
    }
}
