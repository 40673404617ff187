using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace GlancePortal.Hosting;

/// <summary>Gives the server large blocks to receive into: with its own of 4 KiB an upload of 1 GiB costs a quarter of a million system calls.</summary>
internal sealed class TransferMemoryPool : MemoryPool<byte>
{
    /// <summary>Bytes of a block. Larger ones fall out of the processor's cache before they are hashed.</summary>
    public const int BlockBytes = 64 * 1024;

    private const int KeptBlocks = 64;

    private readonly ConcurrentQueue<Block> _kept = new();
    private volatile bool _disposed;

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        return _kept.TryDequeue(out var block) ? block : new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        _kept.Clear();
    }

    private void Return(Block block)
    {
        if (!_disposed && _kept.Count < KeptBlocks)
        {
            _kept.Enqueue(block);
        }
    }

    private sealed class Block(TransferMemoryPool pool) : IMemoryOwner<byte>
    {
        // Pinned, since the kernel writes to it while the collector runs.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

        public Memory<byte> Memory => _bytes;

        public void Dispose() => pool.Return(this);
    }
}

/// <summary>Registration of <see cref="TransferMemoryPool"/>.</summary>
internal static class TransferMemoryPoolRegistration
{
    public static IServiceCollection AddTransferMemoryPool(this IServiceCollection services) =>
        services.AddSingleton<IMemoryPoolFactory<byte>, Factory>();

    private sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options) => new TransferMemoryPool();
    }
}
