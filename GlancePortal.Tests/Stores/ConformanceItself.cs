using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using GlancePortal.Domain.Stores;
using Xunit;
using Xunit.Sdk;

namespace GlancePortal.Tests.Stores;

/// <summary>A suite that cannot fail proves nothing, and one that a driver does not run even less.</summary>
[Trait("Suite", "stores")]
public sealed class ConformanceItself
{
    private static readonly Dictionary<Lie, Func<Suite, Task>> CaughtBy = new()
    {
        [Lie.ChangesBytes] = suite => suite.What_was_added_is_read_back(),
        [Lie.TrustsTheHint] = suite => suite.The_stream_decides_about_the_length_not_the_hint(10_000),
        [Lie.ReadsOnce] = suite => suite.A_stream_that_gives_little_at_a_time_is_read_to_its_end(),
        [Lie.Overwrites] = suite => suite.Data_for_an_image_is_stored_once(),
        [Lie.KeepsBrokenWrites] = suite => suite.A_source_that_breaks_leaves_nothing_behind(),
        [Lie.KeepsCancelledWrites] = suite => suite.A_cancelled_write_leaves_nothing_behind(),
        [Lie.DisposesTheSource] = suite => suite.The_caller_disposes_the_stream_not_the_store(),
        [Lie.ForgetsToDelete] = suite => suite.Deleted_data_is_gone_and_its_place_free(),
        [Lie.TakesAnyLocation] = suite => suite.A_location_of_elsewhere_is_refused("file:///etc/passwd"),
        [Lie.ReadsPastTheRange] = suite => suite.Ranges_are_cut_at_the_end(0, 1, 1),
    };

    public static TheoryData<Lie> Lies => [.. Enum.GetValues<Lie>().Where(lie => lie != Lie.None)];

    public enum Lie
    {
        None,
        ChangesBytes,
        TrustsTheHint,
        ReadsOnce,
        Overwrites,
        KeepsBrokenWrites,
        KeepsCancelledWrites,
        DisposesTheSource,
        ForgetsToDelete,
        TakesAnyLocation,
        ReadsPastTheRange,
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_store_that_lies_is_caught_and_an_honest_one_is_not(Lie lie)
    {
        await CaughtBy[lie](new Suite(Lie.None));

        var fault = await Record.ExceptionAsync(() => CaughtBy[lie](new Suite(lie)));

        Assert.IsType<IAssertionException>(fault, exactMatch: false);
    }

    [Fact]
    public void Every_driver_has_its_conformance_class()
    {
        var drivers = typeof(IImageStore).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IImageStore)) && type.IsClass);
        var suites = typeof(ConformanceItself).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ImageStoreConformance)) && type.IsPublic)
            .Select(type => type.Name)
            .ToHashSet();

        Assert.Equal([], drivers.Select(driver => $"{driver.Name}Conformance").Where(name => !suites.Contains(name)));
    }

    [Fact]
    public void The_facts_stand_on_the_base()
    {
        var strays = typeof(ConformanceItself).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ImageStoreConformance)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FactAttribute)))
            .Select(method => method.Name);

        Assert.Empty(strays);
    }

    private sealed class Suite(Lie lie) : ImageStoreConformance
    {
        protected override Task<IImageStore> CreateAsync() => Task.FromResult<IImageStore>(new LyingStore(lie));
    }

    private sealed class LyingStore(Lie lie) : IImageStore, IRangeReads, IListsData
    {
        private const string Scheme = "memory://";

        private readonly ConcurrentDictionary<string, byte[]> _data = new();

        public string Id => "lying";

        public async Task<StoredData> AddAsync(Guid imageId, Stream data, long? sizeHint, CancellationToken cancellationToken)
        {
            var url = $"{Scheme}{imageId}";
            if (_data.ContainsKey(url) && lie != Lie.Overwrites)
            {
                throw new DuplicateDataException(Id, imageId);
            }
            using var read = new MemoryStream();
            try
            {
                if (lie == Lie.ReadsOnce)
                {
                    var buffer = new byte[100_000];
                    read.Write(buffer, 0, await data.ReadAsync(buffer, cancellationToken));
                }
                else
                {
                    await data.CopyToAsync(read, cancellationToken);
                }
            }
            catch (Exception fault) when (fault is OperationCanceledException ? lie == Lie.KeepsCancelledWrites : lie == Lie.KeepsBrokenWrites)
            {
                _data[url] = read.ToArray();
                throw;
            }
            var bytes = read.ToArray();
            if (lie == Lie.TrustsTheHint && sizeHint is { } hint)
            {
                Array.Resize(ref bytes, (int)hint);
            }
            if (lie == Lie.ChangesBytes)
            {
                bytes[^1] ^= 1;
            }
            if (lie == Lie.DisposesTheSource)
            {
                await data.DisposeAsync();
            }
            _data[url] = bytes;
            return new StoredData(new StoreLocation(url), bytes.Length);
        }

        public Task<Stream> OpenReadAsync(StoreLocation location, CancellationToken cancellationToken) =>
            OpenReadAsync(location, 0, null, cancellationToken);

        public Task<Stream> OpenReadAsync(StoreLocation location, long offset, long? length, CancellationToken cancellationToken)
        {
            var bytes = Find(location);
            var from = (int)Math.Min(offset, bytes.Length);
            var count = (int)Math.Min(length ?? long.MaxValue, bytes.Length - from);
            return Task.FromResult<Stream>(new MemoryStream(bytes, from, lie == Lie.ReadsPastTheRange ? bytes.Length - from : count));
        }

        public Task DeleteAsync(StoreLocation location, CancellationToken cancellationToken)
        {
            Find(location);
            if (lie != Lie.ForgetsToDelete)
            {
                _data.Remove(location.Url, out _);
            }
            return Task.CompletedTask;
        }

        public async IAsyncEnumerable<ListedData> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var (url, bytes) in _data)
            {
                await Task.Yield();
                yield return new ListedData(
                    new StoreLocation(url), Guid.Parse(url[Scheme.Length..]), false, bytes.Length, TimeProvider.System.GetUtcNow());
            }
        }

        private byte[] Find(StoreLocation location) =>
            _data.TryGetValue(location.Url, out var bytes) ? bytes
            : lie == Lie.TakesAnyLocation ? []
            : location.Url.StartsWith(Scheme, StringComparison.Ordinal) ? throw new DataNotFoundException(Id)
            : throw new ForeignLocationException(Id);
    }
}
