using System.Diagnostics.CodeAnalysis;

namespace GlancePortal.Domain.Content;

/// <summary>The buffers one transfer may hold at a time: who is fast waits for who is slow, and memory stays bounded.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A hash thread may return a buffer after the pass is disposed; the semaphore has no handle.")]
internal sealed class BufferRing
{
    public const int Buffers = 4;

    private readonly SemaphoreSlim _free = new(Buffers, Buffers);

    public async ValueTask<SharedBuffer> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new SharedBuffer(TransferBuffers.Rent(), this);
    }

    public void Return(byte[] bytes)
    {
        TransferBuffers.Return(bytes);
        _free.Release();
    }
}
