using GlancePortal.Domain.Content;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Stores.FileSystem;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Content;

[Trait("Suite", "unit")]
public sealed class VerifiedReading : IDisposable
{
    private const int MiB = 1024 * 1024;
    private const int Length = 3 * MiB + 1_000;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _bytes = Bytes.Random(Length);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int, int> Ranges => new()
    {
        { 0, Length }, { 0, 0 }, { 0, 1 }, { 5, 10 }, { Length - 1, 1 }, { Length, 0 }, { MiB - 1, 2 }, { MiB, MiB }, { MiB, MiB + 1 },
        { MiB - 1, MiB + 2 }, { 0, 3 * MiB }, { 3 * MiB, 1_000 }, { 3 * MiB - 1, 1_001 }, { 17, Length - 17 }, { 2 * MiB + 5, MiB },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task A_range_is_exactly_its_bytes(int offset, int length)
    {
        var content = await StoreAsync(ranges: true);

        Assert.Equal(_bytes.AsSpan(offset, length).ToArray(), await ReadAsync(content, offset, length));
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task A_store_without_ranges_gives_the_same(int offset, int length)
    {
        var content = await StoreAsync(ranges: false);

        Assert.Equal(_bytes.AsSpan(offset, length).ToArray(), await ReadAsync(content, offset, length));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, Length + 1)]
    [InlineData(Length, 1)]
    [InlineData(1, -1)]
    public async Task A_range_outside_is_the_callers_bug(int offset, int length)
    {
        var content = await StoreAsync(ranges: true);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => VerifiedReader.OpenAsync(content, offset, length, Cancellation));
    }

    [Theory]
    [InlineData(MiB, 1)]
    [InlineData(2 * MiB - 1, 1)]
    [InlineData(Length - 1, 3)]
    public async Task A_flipped_bit_never_leaves(int at, int damagedBlock)
    {
        var content = await StoreAsync(ranges: true);
        Overwrite(content, file =>
        {
            file.Position = at;
            file.WriteByte((byte)(_bytes[at] ^ 0x40));
        });
        using var target = new MemoryStream();

        await using var reader = await VerifiedReader.OpenAsync(content, 0, Length, Cancellation);
        var fault = await Assert.ThrowsAsync<DamagedDataException>(() => reader.CopyToAsync(target, Cancellation));

        Assert.Equal((content.ImageId, "local", damagedBlock), (fault.ImageId, fault.StoreId, fault.Block));
        Assert.Equal(_bytes[..(damagedBlock * MiB)], target.ToArray());
    }

    [Fact]
    public async Task Damage_of_the_first_block_is_known_before_an_answer_begins()
    {
        var content = await StoreAsync(ranges: true);
        Overwrite(content, file => file.WriteByte((byte)~_bytes[0]));

        // The byte asked for is sound, the block it lies in is not.
        await Assert.ThrowsAsync<DamagedDataException>(() => VerifiedReader.OpenAsync(content, MiB - 1, 1, Cancellation));
        Assert.Equal(_bytes[MiB..(MiB + 5)], await ReadAsync(content, MiB, 5));
    }

    [Fact]
    public async Task Lost_bytes_at_the_end_are_damage()
    {
        var content = await StoreAsync(ranges: true);
        Overwrite(content, file => file.SetLength(Length - 1));

        await using var reader = await VerifiedReader.OpenAsync(content, 0, Length, Cancellation);
        var fault = await Assert.ThrowsAsync<DamagedDataException>(() => reader.CopyToAsync(Stream.Null, Cancellation));

        Assert.Equal(3, fault.Block);
    }

    [Fact]
    public async Task A_block_without_a_recorded_checksum_is_not_trusted()
    {
        var content = await StoreAsync(ranges: true);
        var truncated = content with { BlockChecksums = content.BlockChecksums[..8] };

        Assert.Equal(_bytes[..MiB], await ReadAsync(truncated, 0, MiB));
        await Assert.ThrowsAsync<DamagedDataException>(() => ReadAsync(truncated, 0, MiB + 1));
    }

    [Fact]
    public async Task Data_that_is_gone_is_known_before_an_answer_begins()
    {
        var content = await StoreAsync(ranges: true);
        await content.Store.DeleteAsync(content.Location, Cancellation);

        await Assert.ThrowsAsync<DataNotFoundException>(() => VerifiedReader.OpenAsync(content, 0, 1, Cancellation));
    }

    private async Task<StoredContent> StoreAsync(bool ranges)
    {
        var store = new FileSystemImageStore("local", new FileSystemStoreOptions { Directories = [_folder.Path] });
        var id = Guid.NewGuid();
        using var pass = new ContentPass();
        await using var through = pass.Through(new MemoryStream(_bytes));
        var stored = await store.AddAsync(id, through, Length, Cancellation);
        var facts = await pass.CompleteAsync(Cancellation);
        return new StoredContent(id, ranges ? (IImageStore)store : new StreamsOnly(store), stored.Location, stored.Bytes, facts.BlockChecksums);
    }

    private static async Task<byte[]> ReadAsync(StoredContent content, long offset, long length)
    {
        using var target = new MemoryStream();
        await using var reader = await VerifiedReader.OpenAsync(content, offset, length, Cancellation);
        await reader.CopyToAsync(target, Cancellation);
        return target.ToArray();
    }

    private static void Overwrite(StoredContent content, Action<FileStream> change)
    {
        using var file = new FileStream(content.Location.Url["file://".Length..], FileMode.Open, FileAccess.ReadWrite);
        change(file);
    }

    /// <summary>A store that can neither seek nor read ranges, such as a web server.</summary>
    private sealed class StreamsOnly(IImageStore inner) : IImageStore
    {
        public string Id => inner.Id;

        public Task<StoredData> AddAsync(Guid imageId, Stream data, long? sizeHint, CancellationToken cancellationToken) =>
            inner.AddAsync(imageId, data, sizeHint, cancellationToken);

        public async Task<Stream> OpenReadAsync(StoreLocation location, CancellationToken cancellationToken)
        {
            await using var stream = await inner.OpenReadAsync(location, cancellationToken);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return Bytes.InPieces(bytes, 100_000);
        }

        public Task DeleteAsync(StoreLocation location, CancellationToken cancellationToken) => inner.DeleteAsync(location, cancellationToken);
    }
}
