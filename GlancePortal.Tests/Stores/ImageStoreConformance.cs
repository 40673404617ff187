using GlancePortal.Domain.Stores;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Stores;

/// <summary>What every store promises. A new fact here runs for every driver at once.</summary>
[Trait("Suite", "stores")]
public abstract class ImageStoreConformance
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_added_is_read_back()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());

        var stored = await store.AddAsync(id, Bytes.Of(3_000_001), sizeHint: 3_000_001, Cancellation);

        Assert.Equal(3_000_001, stored.Bytes);
        Assert.Equal(Bytes.Random(3_000_001), await ReadAsync(store, stored.Location));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    [InlineData(10_000L)]
    public async Task The_stream_decides_about_the_length_not_the_hint(long? hint)
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());

        var stored = await store.AddAsync(id, Bytes.Of(5_000), hint, Cancellation);

        Assert.Equal(5_000, stored.Bytes);
        Assert.Equal(Bytes.Random(5_000), await ReadAsync(store, stored.Location));
    }

    [Fact]
    public async Task No_bytes_are_data_too()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());

        var stored = await store.AddAsync(id, Bytes.Of(0), sizeHint: 0, Cancellation);

        Assert.Equal(0, stored.Bytes);
        Assert.Empty(await ReadAsync(store, stored.Location));
    }

    [Fact]
    public async Task A_stream_that_gives_little_at_a_time_is_read_to_its_end()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());

        var stored = await store.AddAsync(id, Bytes.InPieces(Bytes.Random(20_000), pieceBytes: 7), sizeHint: null, Cancellation);

        Assert.Equal(Bytes.Random(20_000), await ReadAsync(store, stored.Location));
    }

    [Fact]
    public async Task Data_for_an_image_is_stored_once()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());
        var first = await store.AddAsync(id, Bytes.Of(5_000, seed: 1), sizeHint: 5_000, Cancellation);

        await Assert.ThrowsAsync<DuplicateDataException>(() => store.AddAsync(id, Bytes.Of(5_000, seed: 2), sizeHint: 5_000, Cancellation));

        Assert.Equal(Bytes.Random(5_000, seed: 1), await ReadAsync(store, first.Location));
    }

    [Fact]
    public async Task Of_two_writers_at_once_one_wins_whole()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());

        var writers = await Task.WhenAll(TryAddAsync(store, id, seed: 1), TryAddAsync(store, id, seed: 2));

        var winner = Assert.Single(writers, writer => writer is not null);
        var seed = Array.IndexOf(writers, winner) + 1;
        Assert.Equal(Bytes.Random(2_000_000, seed), await ReadAsync(store, winner!.Location));
    }

    [Fact]
    public async Task A_source_that_breaks_leaves_nothing_behind()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());

        var fault = await Assert.ThrowsAsync<IOException>(() => store.AddAsync(id, Bytes.BreakingAfter(2_000_000), sizeHint: 3_000_000, Cancellation));

        Assert.Equal("The client is gone.", fault.Message);
        await AssertEmptyAsync(store);
        var retried = await store.AddAsync(id, Bytes.Of(10_000), sizeHint: 10_000, Cancellation);
        Assert.Equal(10_000, retried.Bytes);
    }

    [Fact]
    public async Task A_cancelled_write_leaves_nothing_behind()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.AddAsync(id, Bytes.StallingAfter(2_000_000, leaving.Cancel), sizeHint: null, leaving.Token));

        await AssertEmptyAsync(store);
        await store.AddAsync(id, Bytes.Of(10_000), sizeHint: 10_000, Cancellation);
    }

    [Fact]
    public async Task The_caller_disposes_the_stream_not_the_store()
    {
        var store = await CreateAsync();
        using var data = new MemoryStream(Bytes.Random(5_000));

        await store.AddAsync(Guid.NewGuid(), data, sizeHint: null, Cancellation);

        Assert.True(data.CanRead);
    }

    [Fact]
    public async Task Deleted_data_is_gone_and_its_place_free()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());
        var stored = await store.AddAsync(id, Bytes.Of(5_000), sizeHint: 5_000, Cancellation);

        await store.DeleteAsync(stored.Location, Cancellation);

        await Assert.ThrowsAsync<DataNotFoundException>(() => store.OpenReadAsync(stored.Location, Cancellation));
        await Assert.ThrowsAsync<DataNotFoundException>(() => store.DeleteAsync(stored.Location, Cancellation));
        await store.AddAsync(id, Bytes.Of(5_000), sizeHint: 5_000, Cancellation);
    }

    [Fact]
    public async Task A_reader_goes_on_to_the_end_of_deleted_data()
    {
        var store = await CreateAsync();
        var stored = await store.AddAsync(Guid.NewGuid(), Bytes.Of(3_000_000), sizeHint: null, Cancellation);
        await using var reader = await store.OpenReadAsync(stored.Location, Cancellation);
        await reader.ReadExactlyAsync(new byte[10], Cancellation);

        await store.DeleteAsync(stored.Location, Cancellation);

        using var rest = new MemoryStream();
        await reader.CopyToAsync(rest, Cancellation);
        Assert.Equal(Bytes.Random(3_000_000)[10..], rest.ToArray());
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_location_of_elsewhere_is_refused(string url)
    {
        var (store, location) = (await CreateAsync(), new StoreLocation(url));

        await Assert.ThrowsAsync<ForeignLocationException>(() => store.OpenReadAsync(location, Cancellation));
        await Assert.ThrowsAsync<ForeignLocationException>(() => store.DeleteAsync(location, Cancellation));
    }

    [Theory]
    [InlineData(0, null, 5_000)]
    [InlineData(0, 1L, 1)]
    [InlineData(1, 4_999L, 4_999)]
    [InlineData(4_999, null, 1)]
    [InlineData(4_999, 100L, 1)]
    [InlineData(5_000, null, 0)]
    [InlineData(9_000, 10L, 0)]
    [InlineData(10, 0L, 0)]
    public async Task Ranges_are_cut_at_the_end(long offset, long? length, int expected)
    {
        var store = await CreateAsync();
        Assert.SkipUnless(store.As<IRangeReads>() is not null, $"{store.GetType().Name} reads no ranges.");
        var stored = await store.AddAsync(Guid.NewGuid(), Bytes.Of(5_000), sizeHint: null, Cancellation);

        await using var range = await store.As<IRangeReads>()!.OpenReadAsync(stored.Location, offset, length, Cancellation);
        using var read = new MemoryStream();
        await range.CopyToAsync(read, Cancellation);

        Assert.Equal(Bytes.Random(5_000).Skip((int)offset).Take(expected), read.ToArray());
    }

    [Fact]
    public async Task An_adopted_file_becomes_the_data_and_leaves_its_place()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());
        Assert.SkipUnless(store.As<IAdoptsFiles>() is not null, $"{store.GetType().Name} adopts no files.");
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("staged"), Bytes.Random(2_000_000), Cancellation);

        var stored = await store.As<IAdoptsFiles>()!.AdoptAsync(id, folder.File("staged"), Cancellation);
        var again = await store.As<IAdoptsFiles>()!.AdoptAsync(id, folder.File("staged"), Cancellation);

        Assert.False(File.Exists(folder.File("staged")));
        Assert.Equal(Bytes.Random(2_000_000), await ReadAsync(store, stored.Location));
        Assert.Equal(stored, again);
    }

    [Fact]
    public async Task A_file_is_not_adopted_over_other_data()
    {
        var (store, id) = (await CreateAsync(), Guid.NewGuid());
        Assert.SkipUnless(store.As<IAdoptsFiles>() is not null, $"{store.GetType().Name} adopts no files.");
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("staged"), Bytes.Random(5_000, seed: 2), Cancellation);
        var stored = await store.AddAsync(id, Bytes.Of(5_000, seed: 1), sizeHint: null, Cancellation);

        await Assert.ThrowsAsync<DuplicateDataException>(() => store.As<IAdoptsFiles>()!.AdoptAsync(id, folder.File("staged"), Cancellation));

        Assert.Equal(Bytes.Random(5_000, seed: 1), await ReadAsync(store, stored.Location));
        Assert.True(File.Exists(folder.File("staged")));
    }

    [Fact]
    public async Task The_list_names_complete_and_unfinished_data()
    {
        var (store, complete, unfinished) = (await CreateAsync(), Guid.NewGuid(), Guid.NewGuid());
        Assert.SkipUnless(store.As<IListsData>() is not null, $"{store.GetType().Name} lists nothing.");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var stored = await store.AddAsync(complete, Bytes.Of(5_000), sizeHint: null, Cancellation);
        var stalled = new TaskCompletionSource();
        var writing = store.AddAsync(unfinished, Bytes.StallingAfter(2_000_000, stalled.SetResult), sizeHint: null, leaving.Token);
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        var listed = await ListAsync(store);

        var whole = Assert.Single(listed, data => data.ImageId == complete);
        Assert.Equal((stored.Location, false, 5_000L), (whole.Location, whole.IsTemporary, whole.Bytes));
        Assert.InRange(whole.LastWriteAt, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));
        var part = Assert.Single(listed, data => data.ImageId == unfinished);
        Assert.True(part.IsTemporary);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal([whole], await ListAsync(store));
    }

    [Fact]
    public async Task Free_space_is_part_of_the_whole()
    {
        var store = await CreateAsync();
        Assert.SkipUnless(store.As<IFreeSpace>() is not null, $"{store.GetType().Name} does not know its room.");

        var space = await store.As<IFreeSpace>()!.MeasureSpaceAsync(Cancellation);

        Assert.InRange(space.FreeBytes, 1, space.TotalBytes);
    }

    /// <summary>An empty store.</summary>
    protected abstract Task<IImageStore> CreateAsync();

    private static async Task<StoredData?> TryAddAsync(IImageStore store, Guid id, int seed)
    {
        try
        {
            return await store.AddAsync(id, Bytes.Of(2_000_000, seed), sizeHint: null, Cancellation);
        }
        catch (DuplicateDataException)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(IImageStore store, StoreLocation location)
    {
        await using var stream = await store.OpenReadAsync(location, Cancellation);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read, Cancellation);
        return read.ToArray();
    }

    private static async Task<List<ListedData>> ListAsync(IImageStore store)
    {
        var listed = new List<ListedData>();
        await foreach (var data in store.As<IListsData>()!.ListAsync(Cancellation))
        {
            listed.Add(data);
        }
        return listed;
    }

    private static async Task AssertEmptyAsync(IImageStore store)
    {
        if (store.As<IListsData>() is not null)
        {
            Assert.Empty(await ListAsync(store));
        }
    }
}
