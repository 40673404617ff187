using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace GlancePortal.Domain.Conversion;

/// <summary>The only file in a ZIP archive, read strictly.</summary>
internal sealed class ZipMember : IDisposable
{
    private const int EndRecordBytes = 22;
    private const int LongestCommentBytes = ushort.MaxValue;

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
                ? throw new DecompressionException("decompress.members", "The ZIP archive must have exactly one file in it.")
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
                return;
            }
        }

        throw new InvalidDataException();
    }
}
