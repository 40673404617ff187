using System.Collections.Concurrent;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>Keeps what was used last, in two generations: when the young one is full it becomes the old one, and what was in the old one
/// and not asked for since is forgotten. Costs a look into a dictionary, without a list to keep in order.</summary>
internal sealed class BodyCache(long maxBytes)
{
    private readonly Lock _turning = new();
    private ConcurrentDictionary<Guid, Entry> _young = new();
    private ConcurrentDictionary<Guid, Entry> _old = new();
    private long _youngBytes;

    public byte[]? Find(ImageKey key)
    {
        if (_young.TryGetValue(key.Id, out var entry))
        {
            return entry.Version == key.Version ? entry.Body : null;
        }

        if (_old.TryGetValue(key.Id, out entry) && entry.Version == key.Version)
        {
            Keep(key, entry.Body, entry.Bytes);
            return entry.Body;
        }

        return null;
    }

    public void Keep(ImageKey key, byte[] body, int bytes)
    {
        _young[key.Id] = new Entry(key.Version, body, bytes);
        if (Interlocked.Add(ref _youngBytes, bytes) > maxBytes / 2)
        {
            Turn();
        }
    }

    private void Turn()
    {
        lock (_turning)
        {
            if (_youngBytes > maxBytes / 2)
            {
                _old = _young;
                _young = new ConcurrentDictionary<Guid, Entry>();
                _youngBytes = 0;
            }
        }
    }

    private sealed record Entry(long Version, byte[] Body, int Bytes);
}
