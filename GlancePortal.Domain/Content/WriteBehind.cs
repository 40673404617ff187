namespace GlancePortal.Domain.Content;

/// <summary>Keeps one write on its way while the next buffer fills.</summary>
internal sealed class WriteBehind(Stream target)
{
    private SharedBuffer? _buffer;
    private Task _write = Task.CompletedTask;

    /// <summary>Starts writing <paramref name="part"/> after the write before it has ended, and takes over one use of <paramref name="buffer"/>.</summary>
    public async ValueTask AddAsync(SharedBuffer buffer, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync();
        }
        catch
        {
            buffer.Release();
            throw;
        }
        _buffer = buffer;
        _write = target.WriteAsync(part, cancellationToken).AsTask();
    }

    /// <summary>Ends when everything is written.</summary>
    public async ValueTask EndAsync()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            try
            {
                await _write;
            }
            finally
            {
                buffer.Release();
            }
        }
    }
}
