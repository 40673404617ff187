namespace GlancePortal.Domain.Content;

/// <summary>Shows buffers to its observers, one after the other, beside everything else.</summary>
internal sealed class HashLane(string name, params IByteObserver[] observers)
{
    private readonly TransferThread _thread = new($"content {name}");
    private Exception? _fault;

    /// <summary>Takes over one use of <paramref name="buffer"/>.</summary>
    public void Add(SharedBuffer buffer)
    {
        if (buffer.IsFull)
        {
            _thread.Add(() => Show(buffer));
        }
        else
        {
            // The end of a content, all of a small one, or a slow source: not worth a thread.
            _thread.AddOrRun(() => Show(buffer));
        }
    }

    /// <summary>Ends when every buffer so far has been shown.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _thread.AddOrRun(drained.SetResult);
        await drained.Task.WaitAsync(cancellationToken);
        if (_fault is { } fault)
        {
            throw new InvalidOperationException($"The {name} of the content failed.", fault);
        }
    }

    private void Show(SharedBuffer buffer)
    {
        try
        {
            foreach (var observer in observers)
            {
                observer.Observe(buffer.Filled.Span);
            }
        }
        catch (Exception fault)
        {
            // A disposed pass, or a bug: whoever waits for the result is told, the process lives on.
            _fault ??= fault;
        }
        finally
        {
            buffer.Release();
        }
    }
}
