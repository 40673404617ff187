using System.Collections.Concurrent;

namespace GlancePortal.Domain.Content;

/// <summary>Large buffers that outlive a transfer, since the kernel clears fresh memory page by page.</summary>
internal static class TransferBuffers
{
    public const int BufferBytes = 1024 * 1024;

    private const int KeptAtMost = 16;
    private static readonly ConcurrentBag<byte[]> Kept = [];

    public static byte[] Rent() => Kept.TryTake(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>(BufferBytes);

    public static void Return(byte[] bytes)
    {
        if (Kept.Count < KeptAtMost)
        {
            Kept.Add(bytes);
        }
    }
}
