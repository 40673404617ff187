using System.Buffers.Binary;

namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>Dynamic disks have a copy of their footer at the start; fixed ones are plain bytes with a footer at the end only.</summary>
internal sealed class VhdDetector : FormatDetector
{
    private const int CurrentSizeAt = 48;
    private const int TypeAt = 60;
    private const uint Fixed = 2;
    private const uint Differencing = 4;

    private static ReadOnlySpan<byte> Cookie => "conectix"u8;

    public override string Name => FormatNames.Vhd;

    public override bool Matches(ContentSample sample) => !Footer(sample).IsEmpty;

    public override long? VirtualSizeBytes(ContentSample sample) =>
        Footer(sample) is { IsEmpty: false } footer ? ByteCount.From(BinaryPrimitives.ReadUInt64BigEndian(footer[CurrentSizeAt..])) : null;

    public override IEnumerable<FormatFinding> Findings(ContentSample sample) =>
        Type(Footer(sample)) == Differencing ? [new("parent", "it is the difference to a parent disk.")] : [];

    private static ReadOnlySpan<byte> Footer(ContentSample sample) =>
        sample.HasAt(0, Cookie) && sample.Head.Length >= ContentSample.TailBytes ? sample.Head[..ContentSample.TailBytes]
        // Any disk may end in eight unlucky bytes; a fixed VHD says what it is.
        : sample.Tail.StartsWith(Cookie) && Type(sample.Tail) == Fixed ? sample.Tail
        : [];

    private static uint Type(ReadOnlySpan<byte> footer) => footer.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(footer[TypeAt..]);
}
