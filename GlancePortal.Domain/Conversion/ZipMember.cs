using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace GlancePortal.Domain.Conversion;

/// <summary>The only file in a ZIP archive, read strictly.</summary>
internal sealed class ZipMember : IDisposable
{
    private const int EndRecordBytes = 22;
    private const int LongestCommentBytes = ushort.MaxValue;

    // The framework reads all of the directory at once: one file needs no such number of entries.
    private const int LocatorBytes = 20;
    private const int LongRecordBytes = 56;
    private const int MostEntries = 1024;
    private const long LargestDirectoryBytes = 1 << 20;

    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _entry;
    private readonly Crc32 _checksum = new();

    private ZipMember(ZipArchive archive, ZipArchiveEntry entry)
    {
        _archive = archive;
        _entry = entry;
    }

    /// <param name="file">Left open.</param>
    /// <exception cref="DecompressionException">`decompress.damaged`, `decompress.members` or `decompress.encrypted`.</exception>
    public static ZipMember Open(FileStream file)
    {
        CheckEnd(file);
        var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        try
        {
            var files = archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).Take(2).ToList();
            return files is not [var only]
                ? throw TooMany()
                : only.IsEncrypted
                    ? throw new DecompressionException("decompress.encrypted", "The ZIP archive is encrypted.")
                    : new ZipMember(archive, only);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    public Stream Read() => _entry.Open();

    public void Observe(ReadOnlySpan<byte> bytes) => _checksum.Append(bytes);

    /// <exception cref="InvalidDataException">What came is not what the archive announced.</exception>
    public void CheckWhole(long bytes)
    {
        if (bytes != _entry.Length || _checksum.GetCurrentHashAsUInt32() != _entry.Crc32)
        {
            throw new InvalidDataException();
        }
    }

    public void Dispose() => _archive.Dispose();

    // By where it begins, too: what is declared need not be what is there.
    private static void CheckDirectory(FileStream file, ReadOnlySpan<byte> end, long endAt)
    {
        long entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long bytes = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        long at = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (entries == ushort.MaxValue || bytes == uint.MaxValue || at == uint.MaxValue)
        {
            // ZIP64: a record of its own says it, and a locator right before the end says where that is.
            var locator = ReadAt(file, endAt - LocatorBytes, LocatorBytes, "PK\x06\x07"u8);
            var record = ReadAt(file, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), LongRecordBytes, "PK\x06\x06"u8);
            entries = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32));
            bytes = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40));
            at = BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48));
        }

        if (entries is < 0 or > MostEntries || bytes is < 0 or > LargestDirectoryBytes || at < 0 || endAt - at > LargestDirectoryBytes)
        {
            throw TooMany();
        }
    }

    private static byte[] ReadAt(FileStream file, long at, int count, ReadOnlySpan<byte> magic)
    {
        var bytes = new byte[count];
        return at >= 0 && RandomAccess.Read(file.SafeFileHandle, bytes, at) == count && bytes.AsSpan().StartsWith(magic)
            ? bytes
            : throw new InvalidDataException();
    }

    private static DecompressionException TooMany() => new("decompress.members", "The ZIP archive must have exactly one file in it.");

    // The framework looks for the last record that could be one; here nothing may follow it.
    private static void CheckEnd(FileStream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndRecordBytes + LongestCommentBytes)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        file.Position = 0;
        for (var at = tail.Length - EndRecordBytes; at >= 0; at--)
        {
            if (tail.AsSpan(at).StartsWith("PK\x05\x06"u8)
                && BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + EndRecordBytes - sizeof(ushort))) == tail.Length - at - EndRecordBytes)
            {
                CheckDirectory(file, tail.AsSpan(at), file.Length - tail.Length + at);
                return;
            }
        }

        throw new InvalidDataException();
    }
}
