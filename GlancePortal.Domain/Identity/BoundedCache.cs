using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace GlancePortal.Domain.Identity;

/// <summary>Keeps at least the last <paramref name="capacity"/> entries and at most twice as many: when the young half is full it becomes the old one.</summary>
/// <param name="capacity">Entries of one half.</param>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private int _count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out value))
        {
            return false;
        }

        Set(key, value);
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        _young[key] = value;
        if (Interlocked.Increment(ref _count) == capacity)
        {
            _old = _young;
            _young = new ConcurrentDictionary<TKey, TValue>();
            Volatile.Write(ref _count, 0);
        }
    }

    public void Remove(TKey key)
    {
        _young.TryRemove(key, out _);
        _old.TryRemove(key, out _);
    }
}
