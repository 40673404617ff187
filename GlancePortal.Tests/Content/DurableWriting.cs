using GlancePortal.Domain.Content;
using GlancePortal.Domain.Stores;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Content;

[Trait("Suite", "unit")]
public sealed class DurableWriting : IDisposable
{
    private const int MiB = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Staged => _folder.File("staging/upload");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new[] { MiB, MiB, MiB })]
    [InlineData(new[] { 1, MiB, 4096, 100, 3 * MiB, MiB - 1, 4095 })]
    [InlineData(new[] { 2 * MiB, 5, MiB, MiB, 4091 })]
    [InlineData(new int[0])]
    public async Task Pieces_of_any_length_make_one_file(int[] requests)
    {
        var all = new List<byte>();
        using var pass = new ContentPass();
        await using (var file = DurableFileStream.Create(Staged, "staging"))
        {
            foreach (var (length, seed) in requests.Select((length, at) => (length, at)))
            {
                await pass.CopyAsync(Bytes.Of(length, seed), file, Cancellation);
                all.AddRange(Bytes.Random(length, seed));
                Assert.Equal((pass.Bytes, pass.Bytes), (file.Length, await file.CheckpointAsync(Cancellation)));
            }
        }

        Assert.Equal(all, await File.ReadAllBytesAsync(Staged, Cancellation));
    }

    [Fact]
    public async Task Only_a_checkpoint_makes_bytes_durable()
    {
        await using var file = DurableFileStream.Create(Staged, "staging");
        await file.WriteAsync(Bytes.Random(5_000), Cancellation);
        Assert.Equal((5_000, 0), (file.Length, file.DurableLength));

        Assert.Equal(5_000, await file.CheckpointAsync(Cancellation));

        await file.WriteAsync(Bytes.Random(10), Cancellation);
        Assert.Equal((5_010, 5_000), (file.Length, file.DurableLength));
    }

    [Fact]
    public async Task Checkpoints_run_beside_writes()
    {
        await using var file = DurableFileStream.Create(Staged, "staging");
        using var pass = new ContentPass();

        var writing = pass.CopyAsync(Bytes.InPieces(Bytes.Random(8 * MiB), 50_000), file, Cancellation);
        for (var last = 0L; !writing.IsCompleted;)
        {
            var durable = await file.CheckpointAsync(Cancellation);
            Assert.InRange(durable, last, file.Length);
            last = durable;
        }
        await writing;

        Assert.Equal(8 * MiB, await file.CheckpointAsync(Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5_000)]
    [InlineData(MiB)]
    [InlineData(MiB + 5_000)]
    public async Task Going_on_cuts_off_what_was_not_acknowledged(int acknowledged)
    {
        Directory.CreateDirectory(_folder.File("staging"));
        await File.WriteAllBytesAsync(Staged, Bytes.Random(MiB + 5_000, seed: 1), Cancellation);

        await using (var file = DurableFileStream.OpenAt(Staged, "staging", acknowledged))
        {
            Assert.Equal(acknowledged, file.Length);
            await file.WriteAsync(Bytes.Random(2 * MiB, seed: 2), Cancellation);
        }

        byte[] expected = [.. Bytes.Random(MiB + 5_000, seed: 1)[..acknowledged], .. Bytes.Random(2 * MiB, seed: 2)];
        Assert.Equal(expected, await File.ReadAllBytesAsync(Staged, Cancellation));
    }

    [Fact]
    public async Task Acknowledged_bytes_that_are_missing_are_noticed()
    {
        Assert.Throws<StoreUnavailableException>(() => DurableFileStream.OpenAt(Staged, "staging", 0));
        Directory.CreateDirectory(_folder.File("staging"));
        Assert.Throws<DataNotFoundException>(() => DurableFileStream.OpenAt(Staged, "staging", 0));
        await File.WriteAllBytesAsync(Staged, Bytes.Random(10), Cancellation);
        Assert.Throws<DataNotFoundException>(() => DurableFileStream.OpenAt(Staged, "staging", 11));
    }

    [Fact]
    public async Task The_file_is_closed_to_others()
    {
        await using var file = DurableFileStream.Create(Staged, "staging");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(Staged));
        Assert.Throws<StoreUnavailableException>(() => DurableFileStream.Create(Staged, "staging"));
    }
}
