using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace GlancePortal.Domain.Content;

/// <summary>Large buffers that outlive a transfer, since the kernel clears fresh memory page by page.</summary>
/// <remarks>They begin at a page, so that <see cref="DurableFileStream"/> can hand them to the disk without a copy.</remarks>
internal static class TransferBuffers
{
    public const int BufferBytes = 1024 * 1024;

    private const int KeptAtMost = 8;
    private static readonly ConcurrentBag<Memory<byte>> Kept = [];

    public static Memory<byte> Rent() => Kept.TryTake(out var buffer) ? buffer : Allocate();

    public static void Return(Memory<byte> buffer)
    {
        if (Kept.Count < KeptAtMost)
        {
            Kept.Add(buffer);
        }
    }

    private static Memory<byte> Allocate()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(BufferBytes + DirectWrites.Alignment, pinned: true);
        var misaligned = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0) % DirectWrites.Alignment);
        return bytes.AsMemory(DirectWrites.Alignment - misaligned, BufferBytes);
    }
}
