namespace GlancePortal.Domain.Import.Remote;

/// <summary>How often something is tried again that came to nothing: at once, and then after longer and longer pauses.</summary>
internal sealed class Tries(TimeProvider time, int most = Tries.Usual)
{
    /// <summary>Tries in a row without progress.</summary>
    public const int Usual = 5;

    // A server that cuts after every few bytes makes no progress.
    private const int RealProgressBytes = 64 * 1024;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private int _failed;
    private long _bytes;
    private TimeSpan? _askedFor;

    public bool AreUsedUp => _failed >= most;

    /// <summary>One came to nothing.</summary>
    /// <param name="retryAfter">What the server asks for; null leaves it to us.</param>
    public void Fail(TimeSpan? retryAfter = null)
    {
        _failed++;
        _bytes = 0;
        _askedFor = retryAfter;
    }

    /// <summary>Bytes came.</summary>
    public void Progress(int bytes)
    {
        _bytes += bytes;
        if (_bytes >= RealProgressBytes)
        {
            (_failed, _bytes, _askedFor) = (0, 0, null);
        }
    }

    /// <summary>Waits before the next one.</summary>
    public Task PauseAsync(CancellationToken cancellationToken)
    {
        var pause = _askedFor ?? (_failed <= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(1 << (_failed - 2)));
        return pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
    }
}
