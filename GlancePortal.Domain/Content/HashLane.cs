namespace GlancePortal.Domain.Content;

/// <summary>Shows buffers to its observers, one after the other, on a thread of its own that exists only while there is work.</summary>
/// <remarks>
/// A thread, not the pool: a hash keeps a core busy for the whole transfer, and the pool's few threads carry the requests. It stays a moment
/// after its last buffer, so that a steady stream starts it once.
/// </remarks>
internal sealed class HashLane(string name, params IByteObserver[] observers)
{
    private const int StackBytes = 256 * 1024;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Queue<SharedBuffer> _queue = new();
    private bool _running;
    private TaskCompletionSource? _idle;
    private Exception? _fault;

    /// <summary>Takes over one use of <paramref name="buffer"/>.</summary>
    public void Add(SharedBuffer buffer)
    {
        lock (_gate)
        {
            _queue.Enqueue(buffer);
            if (_running)
            {
                Monitor.Pulse(_gate);
                return;
            }
            _running = true;
        }
        new Thread(Run, StackBytes) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Like <see cref="Add"/>, but on the caller's thread when no other runs: for content too small to be worth one.</summary>
    public void AddLast(SharedBuffer buffer)
    {
        lock (_gate)
        {
            if (_running)
            {
                _queue.Enqueue(buffer);
                Monitor.Pulse(_gate);
                return;
            }
        }
        Show(buffer);
    }

    /// <summary>Ends when every buffer so far has been shown.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource? idle = null;
        lock (_gate)
        {
            if (_running)
            {
                idle = _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Monitor.Pulse(_gate);
            }
        }
        if (idle is not null)
        {
            await idle.Task.WaitAsync(cancellationToken);
        }
        if (_fault is { } fault)
        {
            throw new InvalidOperationException($"{name} failed.", fault);
        }
    }

    private void Run()
    {
        while (Take() is { } buffer)
        {
            Show(buffer);
        }
    }

    private SharedBuffer? Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                _idle?.SetResult();
                _idle = null;
                if (!Monitor.Wait(_gate, Linger) && _queue.Count == 0)
                {
                    _idle?.SetResult();
                    _idle = null;
                    _running = false;
                    return null;
                }
            }
            return _queue.Dequeue();
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
