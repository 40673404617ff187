using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Stores.FileSystem;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Stores;

/// <summary>What the file driver promises beyond the common contract.</summary>
[Trait("Suite", "stores")]
public sealed class FileSystemStoring : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Group_may_read_nobody_else_anything()
    {
        var stored = await Store("images").AddAsync(Guid.NewGuid(), Bytes.Of(5_000), sizeHint: null, Cancellation);

        Assert.Equal(Mode("rw-r-----"), File.GetUnixFileMode(PathOf(stored)));
        Assert.Equal(Mode("rwxr-x---"), File.GetUnixFileMode(_folder.File("images")));
    }

    [Fact]
    public async Task An_adopted_file_gets_the_same_mode()
    {
        await File.WriteAllTextAsync(_folder.File("staged"), "x", Cancellation);
        File.SetUnixFileMode(_folder.File("staged"), Mode("rw-rw-rw-"));

        var stored = await Store("images").AdoptAsync(Guid.NewGuid(), _folder.File("staged"), Cancellation);

        Assert.Equal(Mode("rw-r-----"), File.GetUnixFileMode(PathOf(stored)));
    }

    [Fact]
    public async Task The_file_is_named_by_the_image()
    {
        var id = Guid.NewGuid();

        var stored = await Store("images").AddAsync(id, Bytes.Of(1), sizeHint: null, Cancellation);

        Assert.Equal($"file://{_folder.File("images")}/{id:D}", stored.Location.Url);
    }

    [Fact]
    public async Task Data_is_found_after_its_folder_has_moved()
    {
        var stored = await Store("images").AddAsync(Guid.NewGuid(), Bytes.Of(5_000), sizeHint: null, Cancellation);
        Directory.Move(_folder.File("images"), _folder.File("elsewhere"));
        var moved = Store("elsewhere");

        await using (var read = await moved.OpenReadAsync(stored.Location, Cancellation))
        {
            Assert.Equal(5_000, read.Length);
        }

        await moved.DeleteAsync(stored.Location, Cancellation);
        Assert.Empty(Directory.EnumerateFiles(_folder.File("elsewhere")));
    }

    [Theory]
    [InlineData("{folder}/images/../secret/{id}")]
    [InlineData("{folder}/images/./{id}")]
    [InlineData("{folder}/images//{id}")]
    [InlineData("{folder}/images/sub/{id}")]
    [InlineData("{folder}/secret/{id}")]
    [InlineData("{folder}/images/{id}/")]
    [InlineData("{folder}/images/passwd")]
    [InlineData("{folder}/images/{id}.txt")]
    [InlineData("{folder}/images/.{id}.x.part")]
    [InlineData("images/{id}")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task No_location_leads_out_of_the_folder(string path)
    {
        var (store, id) = (Store("images"), Guid.NewGuid());
        var secret = await Store("secret").AddAsync(id, Bytes.Of(10), sizeHint: null, Cancellation);
        var url = "file://" + path.Replace("{folder}", _folder.Path, StringComparison.Ordinal).Replace("{id}", id.ToString(), StringComparison.Ordinal);

        await Assert.ThrowsAsync<ForeignLocationException>(() => store.OpenReadAsync(new StoreLocation(url), Cancellation));
        await Assert.ThrowsAsync<ForeignLocationException>(() => store.DeleteAsync(new StoreLocation(url), Cancellation));
        Assert.True(File.Exists(PathOf(secret)));
    }

    [Fact]
    public async Task More_than_there_is_room_for_is_refused_before_a_byte_is_read()
    {
        var source = Bytes.BreakingAfter(0);

        await Assert.ThrowsAsync<StoreFullException>(() => Store("images").AddAsync(Guid.NewGuid(), source, long.MaxValue, Cancellation));

        Assert.Empty(Directory.EnumerateFiles(_folder.File("images")));
    }

    [Fact]
    public async Task The_folder_of_higher_priority_is_filled_first_and_all_are_read()
    {
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        var alone = await Store("low").AddAsync(other, Bytes.Of(5_000, seed: 2), sizeHint: null, Cancellation);
        var store = Store("low:1", "high:200", "plain");

        var stored = await store.AddAsync(id, Bytes.Of(5_000), sizeHint: 5_000, Cancellation);

        Assert.Equal(_folder.File("high"), Path.GetDirectoryName(PathOf(stored)));
        await using var read = await store.OpenReadAsync(alone.Location, Cancellation);
        Assert.Equal(5_000, read.Length);
        await Assert.ThrowsAsync<DuplicateDataException>(() => store.AddAsync(other, Bytes.Of(1), sizeHint: null, Cancellation));
    }

    [Fact]
    public async Task Files_of_others_are_neither_listed_nor_deleted()
    {
        var store = Store("images");
        await store.AddAsync(Guid.NewGuid(), Bytes.Of(1), sizeHint: null, Cancellation);
        await File.WriteAllTextAsync(_folder.File("images/README"), "x", Cancellation);

        Assert.Single(await store.ListAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_dead_process_left_is_listed_and_can_be_deleted()
    {
        var (store, id) = (Store("images"), Guid.NewGuid());
        Directory.CreateDirectory(_folder.File("images"));
        await File.WriteAllTextAsync(_folder.File("images/" + StoredFileName.Temporary(id)), "half", Cancellation);

        var left = Assert.Single(await store.ListAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Equal((id, true, 4L), (left.ImageId, left.IsTemporary, left.Bytes));
        await store.DeleteAsync(left.Location, Cancellation);

        Assert.Empty(Directory.EnumerateFiles(_folder.File("images")));
    }

    [Theory]
    [InlineData(28, typeof(StoreFullException))]
    [InlineData(122, typeof(StoreFullException))]
    [InlineData(27, typeof(StoreFullException))]
    [InlineData(30, typeof(StoreWriteDeniedException))]
    [InlineData(5, typeof(StoreUnavailableException))]
    public void Faults_of_the_disk_have_their_refusals(int error, Type refusal) =>
        Assert.IsType(refusal, StoreFaults.Refusal("local", new IOException("disk", error)));

    [Fact]
    public void Other_faults_stay_what_they_are() => Assert.Null(StoreFaults.Refusal("local", new InvalidOperationException()));

    [Fact]
    public async Task A_folder_that_cannot_be_made_makes_the_store_unavailable()
    {
        await File.WriteAllTextAsync(_folder.File("images"), "a file stands in the way", Cancellation);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => Store("images").AddAsync(Guid.NewGuid(), Bytes.Of(1), null, Cancellation));
    }

    [Theory]
    [InlineData("/srv/images", "/srv/images", 0)]
    [InlineData("/srv/images:100", "/srv/images", 100)]
    [InlineData("/srv/images:-1", "/srv/images", -1)]
    [InlineData("/srv/with:colon", "/srv/with:colon", 0)]
    [InlineData("/srv/images/", "/srv/images", 0)]
    public void A_folder_may_carry_its_priority(string text, string path, int priority) =>
        Assert.Equal(new StoreDirectory(path, priority), StoreDirectory.Parse(text));

    private static UnixFileMode Mode(string text) =>
        text.Reverse().Select((flag, bit) => flag == '-' ? UnixFileMode.None : (UnixFileMode)(1 << bit)).Aggregate((all, one) => all | one);

    private static string PathOf(StoredData stored) => stored.Location.Url["file://".Length..];

    private FileSystemImageStore Store(params string[] directories) =>
        new("local", new FileSystemStoreOptions { Directories = [.. directories.Select(_folder.File)] });
}
