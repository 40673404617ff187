namespace GlancePortal.Domain.Content;

/// <summary>Runs work of one transfer in order, on a thread of its own that exists only while there is work.</summary>
/// <remarks>
/// A thread, not the pool: a hash keeps a core busy and a slow disk blocks for the whole transfer, and the pool's few threads carry the requests.
/// It stays a moment after its last work, so that a steady stream starts it once.
/// </remarks>
internal sealed class TransferThread(string name)
{
    private const int StackBytes = 256 * 1024;
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    private readonly object _gate = new();
    private readonly Queue<Action> _queue = new();
    private bool _running;

    /// <summary>Queues work, which must not throw.</summary>
    public void Add(Action work)
    {
        lock (_gate)
        {
            _queue.Enqueue(work);
            if (_running)
            {
                Monitor.Pulse(_gate);
                return;
            }
            _running = true;
        }
        new Thread(Run, StackBytes) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Like <see cref="Add"/>, but on the caller's thread when no other runs: for work too small to be worth one.</summary>
    public void AddOrRun(Action work)
    {
        lock (_gate)
        {
            if (_running)
            {
                _queue.Enqueue(work);
                Monitor.Pulse(_gate);
                return;
            }
        }
        work();
    }

    /// <summary>Queues work and gives its result, or what it throws, to whoever waits for it.</summary>
    public async ValueTask<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Add(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        return await done.Task;
    }

    private void Run()
    {
        while (Take() is { } work)
        {
            work();
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (!Monitor.Wait(_gate, Linger) && _queue.Count == 0)
                {
                    _running = false;
                    return null;
                }
            }
            return _queue.Dequeue();
        }
    }
}
