using System.Diagnostics.CodeAnalysis;

namespace GlancePortal.Domain.Content;

/// <summary>The buffers one transfer may hold at a time: who is fast waits for who is slow, and memory stays bounded.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A hash thread may return a buffer after the pass is disposed; the semaphore has no handle.")]
internal sealed class BufferRing
{
    public const int Buffers = 4;

    private readonly SemaphoreSlim _free = new(Buffers, Buffers);

    /// <summary>A buffer for the bytes from <paramref name="offset"/> on; it ends where a block ends, so that whole blocks are written from then on.</summary>
    public async ValueTask<SharedBuffer> RentAsync(long offset, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new SharedBuffer(TransferBuffers.Rent(), TransferBuffers.BufferBytes - (int)(offset % TransferBuffers.BufferBytes), this);
    }

    public void Return(Memory<byte> bytes)
    {
        TransferBuffers.Return(bytes);
        _free.Release();
    }
}
