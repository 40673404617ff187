namespace GlancePortal.Domain.Content;

/// <summary>A buffer that several readers look at without copying; the last one to let go returns it.</summary>
internal sealed class SharedBuffer(Memory<byte> bytes, int capacity, BufferRing ring)
{
    private int _uses = 1;

    /// <summary>Bytes filled so far.</summary>
    public int Count { get; set; }

    public bool IsFull => Count == capacity;

    public Memory<byte> Free => bytes[Count..capacity];

    public ReadOnlyMemory<byte> Filled => bytes[..Count];

    public void Share() => Interlocked.Increment(ref _uses);

    public void Release()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            ring.Return(bytes);
        }
    }
}
