namespace GlancePortal.Domain.Formats.Detectors;

/// <summary>The chain of extensions between a qcow2's header and the end of its first cluster.</summary>
/// <param name="find">Told of findings.</param>
/// <param name="encryption">The header's encryption method.</param>
/// <param name="autoclear">The header's bits of features that may be forgotten.</param>
/// <param name="clusterBytes">Size of a cluster.</param>
internal sealed class Qcow2Extensions(Action<string, string> find, uint encryption, ulong autoclear, long clusterBytes)
{
    private const int HeaderBytes = 8;
    private const uint End = 0;
    private const uint BackingFormat = 0xe279_2aca;
    private const uint DataFileName = 0x4441_5441;
    private const uint Encryption = 0x0537_be77;
    private const uint Bitmaps = 0x2385_2875;
    private const int EncryptionBytes = 16;
    private const int BitmapsBytes = 24;
    private const uint Luks = 2;
    private const ulong HasBitmaps = 1;
    private const uint MostBitmaps = 65_535;
    private const ulong LargestDirectory = MostBitmaps * 1024UL;

    private readonly List<Extent> _tables = [];

    /// <summary>What the extensions point to.</summary>
    public IReadOnlyList<Extent> Tables => _tables;

    public IEnumerable<ContentPart> Read(long at, long end)
    {
        var extension = new ContentPart(BitmapsBytes);
        while (at < end)
        {
            yield return extension.At(at, HeaderBytes);
            var (magic, length) = (extension.Big32(0), extension.Big32(4));
            at += HeaderBytes;
            if (at > end || length > end - at)
            {
                find(FormatChecks.HeaderExtension, "a header extension is longer than its place.");
                yield break;
            }
            if (magic == End)
            {
                break;
            }
            if ((magic == Encryption && length == EncryptionBytes) || (magic == Bitmaps && length == BitmapsBytes))
            {
                yield return extension.At(at, (int)length);
            }
            Check(magic, length, extension);
            at += (length + 7) / 8 * 8;
        }
        if (encryption == Luks && !_tables.Exists(table => table.Name == EncryptionHeader))
        {
            find(FormatChecks.Encryption, "it is encrypted, and the header of its encryption is missing.");
        }
    }

    private const string EncryptionHeader = "encryption header";

    private void Check(uint magic, uint length, ContentPart extension)
    {
        switch (magic)
        {
            // qemu-img leaves an empty one when it takes a backing file away.
            case BackingFormat when length > 0:
                find(FormatChecks.BackingFormat, "it names the format of a backing file.");
                break;
            case DataFileName:
                find(FormatChecks.DataFile, "it names another file for its data.");
                break;
            case Encryption when encryption != Luks || length != EncryptionBytes:
                find(FormatChecks.Encryption, "its encryption header contradicts the rest.");
                break;
            case Encryption:
                CheckEncryption(extension.Big64(0), extension.Big64(8));
                break;
            case Bitmaps when length != BitmapsBytes:
                find(FormatChecks.Bitmaps, "the description of its bitmaps is malformed.");
                break;
            case Bitmaps when (autoclear & HasBitmaps) != 0:
                CheckBitmaps(extension);
                break;
        }
    }

    private void CheckEncryption(ulong offset, ulong bytes)
    {
        _tables.Add(new Extent(EncryptionHeader, offset, bytes));
        if (offset % (ulong)clusterBytes != 0 || offset == 0)
        {
            find(FormatChecks.Encryption, "its encryption header is in an impossible place.");
        }
    }

    private void CheckBitmaps(ContentPart extension)
    {
        var (count, bytes, offset) = (extension.Big32(0), extension.Big64(8), extension.Big64(16));
        _tables.Add(new Extent("directory of bitmaps", offset, bytes));
        if (count is 0 or > MostBitmaps || extension.Big32(4) != 0 || bytes > LargestDirectory || offset % (ulong)clusterBytes != 0 || offset == 0)
        {
            find(FormatChecks.Bitmaps, "its directory of bitmaps is empty, too large or in an impossible place.");
        }
    }
}
