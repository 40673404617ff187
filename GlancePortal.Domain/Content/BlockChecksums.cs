using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace GlancePortal.Domain.Content;

/// <summary>Fast checksums of each block of a content, which every later read is held against.</summary>
public sealed class BlockChecksums : IByteObserver
{
    /// <summary>Bytes of a block; the last one of a content may be shorter.</summary>
    public const int BlockBytes = 1024 * 1024;

    /// <summary>Bytes of a checksum: XxHash3 with 64 bits, little-endian.</summary>
    public const int ChecksumBytes = sizeof(ulong);

    private readonly ArrayBufferWriter<byte> _finished = new();
    private readonly XxHash3 _running = new();
    private int _inBlock;

    /// <summary>Checksum of one whole block.</summary>
    public static ulong Of(ReadOnlySpan<byte> block) => XxHash3.HashToUInt64(block);

    /// <summary>Number of blocks that a content of this length has.</summary>
    public static long CountFor(long bytes) => (bytes + BlockBytes - 1) / BlockBytes;

    /// <summary>Takes the next bytes.</summary>
    public void Observe(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var part = bytes[..Math.Min(bytes.Length, BlockBytes - _inBlock)];
            _running.Append(part);
            _inBlock += part.Length;
            bytes = bytes[part.Length..];
            if (_inBlock == BlockBytes)
            {
                Write(_finished, _running.GetCurrentHashAsUInt64());
                _running.Reset();
                _inBlock = 0;
            }
        }
    }

    /// <summary>Checksums of everything so far, one after the other; a last short block included.</summary>
    public byte[] ToArray()
    {
        var all = new ArrayBufferWriter<byte>(_finished.WrittenCount + ChecksumBytes);
        all.Write(_finished.WrittenSpan);
        if (_inBlock > 0)
        {
            Write(all, _running.GetCurrentHashAsUInt64());
        }
        return all.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> target, ulong checksum)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(target.GetSpan(ChecksumBytes), checksum);
        target.Advance(ChecksumBytes);
    }
}
