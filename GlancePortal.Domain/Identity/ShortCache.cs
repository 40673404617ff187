namespace GlancePortal.Domain.Identity;

/// <summary>Remembers answers for a moment, so that a busy page asks the database once in it and still learns of changes in time.</summary>
/// <param name="time">Clock.</param>
internal sealed class ShortCache<TKey, TValue>(TimeProvider time)
    where TKey : notnull
{
    private const int Entries = 4096;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private readonly BoundedCache<TKey, (TValue Value, DateTimeOffset Until)> _entries = new(Entries);

    public async ValueTask<TValue> GetAsync(TKey key, Func<TKey, CancellationToken, Task<TValue>> load, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_entries.TryGet(key, out var known) && known.Until > now)
        {
            return known.Value;
        }

        var value = await load(key, cancellationToken);
        _entries.Set(key, (value, now + Moment));
        return value;
    }

    public void Remove(TKey key) => _entries.Remove(key);
}
