namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>QEMU's copy-on-write image: what its header says, held against what `qemu-img` opens and what needs no other file.</summary>
internal sealed class Qcow2Detector : FormatDetector
{
    private const int Version2Bytes = 72;
    private const int Version3Bytes = 104;
    private const ulong ExternalDataFile = 1 << 2;
    private const ulong CompressionBit = 1 << 3;
    private const ulong KnownIncompatible = 0b1111; // dirty, corrupt, external data file, compression type
    private const ulong RawDataFile = 1 << 1;

    private readonly List<Extent> _tables = [];
    private long _extensionsAt = Version2Bytes;
    private Qcow2Extensions? _extensions;

    public override string Name => FormatNames.Qcow2;

    protected override IEnumerable<ContentPart> Read()
    {
        var header = new ContentPart(Version3Bytes + 1);
        yield return header.To(4);
        if (!header.HasAt(0, [(byte)'Q', (byte)'F', (byte)'I', 0xfb]))
        {
            yield break;
        }
        IsMatch = true;
        yield return header.To(Version2Bytes);
        var version = header.Big32(4);
        Subformat = $"v{version}";
        Compression = "zlib";
        VirtualSize = ByteCount.From(header.Big64(24));
        CheckReferences(header);
        if (version is not (2 or 3))
        {
            Find(FormatChecks.UnknownFeatures, $"version {version} is not supported.");
            yield break;
        }
        if (version == 3)
        {
            yield return header.To(Version3Bytes);
            _extensionsAt = header.Big32(100);
            if (_extensionsAt > Version3Bytes)
            {
                yield return header.To(Version3Bytes + 1);
            }
            CheckFeatures(header);
        }
        if (!Qcow2Tables.TryCheck(header, _extensionsAt, Find, _tables))
        {
            yield break;
        }
        var backing = header.Big64(8);
        var clusterBytes = 1L << (int)header.Big32(20);
        _extensions = new Qcow2Extensions(Find, header.Big32(32), version == 3 ? header.Big64(88) : 0, clusterBytes);
        foreach (var part in _extensions.Read(_extensionsAt, backing == 0 ? clusterBytes : (long)Math.Min(backing, (ulong)clusterBytes)))
        {
            yield return part;
        }
    }

    protected override IEnumerable<FormatFinding> FindingsAtEnd(ContentEnd end)
    {
        foreach (var table in _tables.Concat(_extensions?.Tables ?? []))
        {
            if (table.End > (ulong)end.Bytes)
            {
                yield return new FormatFinding(FormatChecks.Truncated, $"it ends before the end of its {table.Name}.");
                yield break;
            }
        }
    }

    private void CheckReferences(ContentPart header)
    {
        if (header.Big64(8) != 0)
        {
            Find(FormatChecks.BackingFile, "it needs a backing file.");
        }
    }

    private void CheckFeatures(ContentPart header)
    {
        var (incompatible, autoclear) = (header.Big64(72), header.Big64(88));
        if ((incompatible & ExternalDataFile) != 0 || (autoclear & RawDataFile) != 0)
        {
            Find(FormatChecks.DataFile, "it keeps its data in another file.");
        }
        if ((incompatible & ~KnownIncompatible) != 0)
        {
            Find(FormatChecks.UnknownFeatures, $"it uses features that are not known here: 0x{incompatible & ~KnownIncompatible:x}.");
        }
        // Shorter headers have no such field.
        var type = header.Bytes.Length > Version3Bytes ? header.Bytes[Version3Bytes] : 0;
        Compression = type switch { 0 => "zlib", 1 => "zstd", _ => null };
        if (type > 1 || (type != 0) != ((incompatible & CompressionBit) != 0))
        {
            Find(FormatChecks.CompressionType, $"its compression type {type} is unknown or contradicts its feature bits.");
        }
    }
}
