namespace GlancePortal.Tests.Support;

/// <summary>Waits for something that another thread or process brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns what <paramref name="look"/> sees once <paramref name="isThere"/> holds; fails with the last thing seen.</summary>
    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> isThere, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isThere(seen))
            {
                return seen;
            }

            if (TimeProvider.System.GetElapsedTime(since) > Deadline)
            {
                throw new TimeoutException($"Still {seen} after {Deadline}.");
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }
}
