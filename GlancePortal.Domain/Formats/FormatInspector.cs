using GlancePortal.Domain.Content;
using GlancePortal.Domain.Formats.Detectors;

namespace GlancePortal.Domain.Formats;

/// <summary>Recognises what a content is while it passes by, in bounded memory. Never throws on what the bytes say.</summary>
public sealed class FormatInspector : IByteObserver
{
    private readonly ContentSample _sample = new();

    // The order decides which one is named when a content is several things at once.
    private readonly FormatDetector[] _detectors =
    [
        new Qcow2Detector(), new QedDetector(), new VmdkDetector(), new VhdxDetector(), new VhdDetector(), new VdiDetector(), new LuksDetector(),
        new IsoDetector(), new GptDetector(),
    ];

    /// <summary>Takes the next bytes.</summary>
    public void Observe(ReadOnlySpan<byte> bytes)
    {
        foreach (var detector in _detectors)
        {
            detector.Observe(_sample.Bytes, bytes);
        }
        _sample.Observe(bytes);
    }

    /// <summary>What all bytes so far look like.</summary>
    public FormatReport Complete()
    {
        var matches = _detectors.Where(detector => detector.Matches(_sample)).ToList();
        // A boot sector is part of many a disk and of every bootable ISO: it tells something only when nothing else does.
        if (matches.Count > 1)
        {
            matches.RemoveAll(detector => detector is GptDetector);
        }
        var findings = matches.SelectMany(detector => detector.Findings(_sample)).ToList();
        if (matches.Count > 1)
        {
            findings.Add(new FormatFinding("polyglot", $"it is several formats at once: {string.Join(", ", matches.Select(match => match.Name))}."));
        }
        var detected = matches.FirstOrDefault();
        return new FormatReport(detected?.Name ?? FormatNames.Raw, detected is null ? _sample.Bytes : detected.VirtualSizeBytes(_sample), findings)
        {
            Bytes = _sample.Bytes,
            Recognised = [.. matches.Select(match => match.Name)],
        };
    }
}
