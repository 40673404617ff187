namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>A LUKS volume. Only version 1 is accepted, as in Glance.</summary>
internal sealed class LuksDetector : FormatDetector
{
    private const int HeaderBytes = 592;

    private long? _payloadAt;

    public override string Name => FormatNames.Luks;

    protected override IEnumerable<ContentPart> Read()
    {
        var header = new ContentPart(HeaderBytes);
        yield return header.To(6);
        if (!header.HasAt(0, [(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xba, 0xbe]))
        {
            yield break;
        }
        IsMatch = true;
        yield return header.To(8);
        var version = header.Big16(6);
        Subformat = $"v{version}";
        if (version != 1)
        {
            Find(FormatChecks.Version, $"LUKS version {version} is not supported, only 1 is.");
            yield break;
        }
        yield return header.To(HeaderBytes);
        _payloadAt = ByteCount.From(header.Big32(104), ByteCount.SectorBytes);
        if (_payloadAt < HeaderBytes)
        {
            Find(FormatChecks.HeaderOverlap, "its data begins within its header, or is in another file.");
        }
    }

    protected override long? VirtualSizeAtEnd(ContentEnd end) => _payloadAt <= end.Bytes ? end.Bytes - _payloadAt : null;

    protected override IEnumerable<FormatFinding> FindingsAtEnd(ContentEnd end) =>
        _payloadAt > end.Bytes ? [new(FormatChecks.Truncated, "it ends before its data begins.")] : [];
}
