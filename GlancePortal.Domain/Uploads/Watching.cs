namespace GlancePortal.Domain.Uploads;

/// <summary>Progress of work that does not tell any by itself.</summary>
internal static class Watching
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Looks now and then until the work has ended, well or not.</summary>
    public static Task WatchAsync(this Task work, Action look, TimeProvider time) => work.WatchAsync(
        () =>
        {
            look();
            return Task.CompletedTask;
        },
        time);

    /// <inheritdoc cref="WatchAsync(Task, Action, TimeProvider)"/>
    public static async Task WatchAsync(this Task work, Func<Task> look, TimeProvider time)
    {
        while (await Task.WhenAny(work, Task.Delay(LookEvery, time, CancellationToken.None)) != work)
        {
            await look();
        }
    }
}
