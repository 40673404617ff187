using System.Diagnostics.Metrics;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GlancePortal.Tests.Components.Shared;

[Trait("Suite", "components")]
public sealed class LiveUpdatesMerging : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ChangeBroadcast _broadcast;
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly List<IReadOnlyCollection<LiveUpdate>> _batches = [];
    private Task? _watching;

    public LiveUpdatesMerging() => _broadcast = new ChangeBroadcast(_services.GetRequiredService<IMeterFactory>());

    [Fact]
    public async Task What_comes_within_a_second_comes_as_one_batch_and_each_thing_once()
    {
        await WatchAsync(_ => true);
        Send("image.update", "1");
        await BatchAsync();

        Send("image.update", "2");
        Send("image.update", "2");
        Send("job.progress", "3");
        Assert.Single(_batches);
        await NextSecondAsync();

        Assert.Equal(["image.update", "job.progress"], _batches[1].Select(update => update.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_does_not_concern_the_page_wakes_nobody()
    {
        await WatchAsync(update => update.ObjectId == "mine");
        Send("image.update", "other");
        Send("image.update", "mine");
        await BatchAsync();

        Assert.Equal("mine", Assert.Single(Assert.Single(_batches)).ObjectId);
    }

    [Fact]
    public async Task Leaving_the_page_ends_the_watch_without_a_fault()
    {
        await WatchAsync(_ => true);
        await _leaving.CancelAsync();

        await _watching!.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        _arrived.Dispose();
        _broadcast.Dispose();
        _services.Dispose();
    }

    // The watch begins in its own time: what was sent before it listens is not for it.
    private async Task WatchAsync(Func<LiveUpdate, bool> concerns)
    {
        _watching = new LiveUpdates(_broadcast, _time).WatchAsync(
            concerns,
            batch =>
            {
                _batches.Add(batch);
                _arrived.Release();
                return Task.CompletedTask;
            },
            _leaving.Token);
        await Task.Yield();
    }

    private void Send(string action, string id) => _broadcast.Send(new LiveUpdate(action, action.Split('.')[0], id, "p"));

    private async Task BatchAsync() => Assert.True(await _arrived.WaitAsync(Patience, TestContext.Current.CancellationToken));

    private async Task NextSecondAsync()
    {
        // The pause may begin only after this: time goes on until the batch is there.
        while (!await _arrived.WaitAsync(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
