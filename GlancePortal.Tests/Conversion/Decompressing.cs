using System.IO.Compression;
using GlancePortal.Domain.Conversion;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Conversion;

/// <summary>Archives of one file, whole and otherwise.</summary>
[Trait("Suite", "unit")]
public sealed class Decompressing : IDisposable
{
    private readonly ConversionRoom _room = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Archive => _room.File("archive");

    private string Target => _room.File("target");

    public void Dispose() => _room.Dispose();

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("zip")]
    public async Task What_was_packed_comes_out_with_holes(string kind)
    {
        var disk = await _room.DiskAsync();
        await PackAsync(kind, disk);
        var seen = new List<double>();

        var file = await _room.Decompressor.DecompressAsync(Archive, Target, seen.Add, Cancellation);

        Assert.Equal(new FileInfo(disk).Length, file.Bytes);
        await Command.RunAsync("cmp", [disk, Target], cancellationToken: Cancellation);
        Assert.InRange(await ConversionRoom.AllocatedAsync(Target), 1, 4 << 20);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1, seen[^1]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    public async Task Members_one_after_the_other_are_one_file(string kind)
    {
        var disk = await _room.DiskAsync();
        await PackAsync(kind, disk);
        var once = await File.ReadAllBytesAsync(Archive, Cancellation);
        await File.WriteAllBytesAsync(Archive, [.. once, .. once], Cancellation);

        var file = await _room.Decompressor.DecompressAsync(Archive, Target, null, Cancellation);

        Assert.Equal(2 * new FileInfo(disk).Length, file.Bytes);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("zip")]
    public async Task An_archive_that_is_cut_off_is_refused(string kind)
    {
        await PackAsync(kind, await _room.DiskAsync());
        var whole = await File.ReadAllBytesAsync(Archive, Cancellation);
        foreach (var length in new[] { whole.Length / 2, whole.Length - 1 })
        {
            await File.WriteAllBytesAsync(Archive, whole[..length], Cancellation);
            await RefusedAsync("decompress.damaged");
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("zip")]
    public async Task Anything_behind_the_archive_is_refused(string kind)
    {
        await PackAsync(kind, await _room.DiskAsync());
        var whole = await File.ReadAllBytesAsync(Archive, Cancellation);
        foreach (var more in new[] { Bytes.Random(1), Bytes.Random(100_000) })
        {
            await File.WriteAllBytesAsync(Archive, [.. whole, .. more], Cancellation);
            await RefusedAsync("decompress.damaged");
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("zip")]
    public async Task A_changed_byte_is_noticed(string kind)
    {
        await PackAsync(kind, await _room.DiskAsync());
        var bytes = await File.ReadAllBytesAsync(Archive, Cancellation);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(Archive, bytes, Cancellation);

        await RefusedAsync("decompress.damaged");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("zip")]
    public async Task A_bomb_stops_at_its_ratio(string kind)
    {
        using (var file = File.Create(_room.File("zeros")))
        {
            file.SetLength(512 << 20);
        }

        await PackAsync(kind, _room.File("zeros"));
        // Deflate cannot reach the default.
        using var strict = new ConversionRoom(bounds: new DecompressOptions { MaxRatio = 100 });

        var refusal = await Assert.ThrowsAsync<DecompressionException>(
            () => strict.Decompressor.DecompressAsync(Archive, strict.File("target"), null, Cancellation));

        Assert.Equal("decompress.ratio", refusal.Code);
        Assert.False(File.Exists(strict.File("target")));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("zip")]
    public async Task What_would_be_too_large_is_refused(string kind)
    {
        await PackAsync(kind, await _room.DiskAsync());
        using var narrow = new ConversionRoom(bounds: new DecompressOptions { MaxSize = 10 << 20 });

        var refusal = await Assert.ThrowsAsync<DecompressionException>(
            () => narrow.Decompressor.DecompressAsync(Archive, narrow.File("target"), null, Cancellation));

        Assert.Equal("decompress.too_large", refusal.Code);
        Assert.False(File.Exists(narrow.File("target")));
    }

    [Fact]
    public async Task A_zip_may_have_folders_but_only_one_file()
    {
        await ZipAsync(("folder/", ""), ("folder/disk", "content"));
        await _room.Decompressor.DecompressAsync(Archive, Target, null, Cancellation);
        Assert.Equal("content", await File.ReadAllTextAsync(Target, Cancellation));
        File.Delete(Target);

        await ZipAsync(("disk", "content"), ("readme", "text"));
        await RefusedAsync("decompress.members");
        await ZipAsync(("folder/", ""));
        await RefusedAsync("decompress.members");
        await ZipAsync();
        await RefusedAsync("decompress.members");
    }

    [Fact]
    public async Task An_encrypted_zip_is_refused()
    {
        await ZipAsync(("disk", "content"));
        var bytes = await File.ReadAllBytesAsync(Archive, Cancellation);
        // The flag stands in the file's header and again in the directory.
        bytes[6] |= 1;
        bytes[bytes.AsSpan().IndexOf("PK\x01\x02"u8) + 8] |= 1;
        await File.WriteAllBytesAsync(Archive, bytes, Cancellation);

        await RefusedAsync("decompress.encrypted");
    }

    [Fact]
    public async Task Xz_that_wants_too_much_memory_is_refused()
    {
        using var narrow = new ConversionRoom(new QemuImgOptions { MemoryLimit = 64 << 20 });
        await PackAsync("xz", await _room.DiskAsync(), "--lzma2=dict=256MiB");

        var refusal = await Assert.ThrowsAsync<DecompressionException>(
            () => narrow.Decompressor.DecompressAsync(Archive, narrow.File("target"), null, Cancellation));

        Assert.Equal("decompress.memory", refusal.Code);
    }

    [Fact]
    public async Task What_is_no_archive_is_refused()
    {
        await File.WriteAllBytesAsync(Archive, Bytes.Random(10_000), Cancellation);
        await RefusedAsync("decompress.format_unknown");
        await File.WriteAllBytesAsync(Archive, [], Cancellation);
        await RefusedAsync("decompress.format_unknown");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zip")]
    public async Task Cancelling_leaves_nothing(string kind)
    {
        await File.WriteAllBytesAsync(_room.File("noise"), Bytes.Random(64 << 20), Cancellation);
        await PackAsync(kind, _room.File("noise"));
        using var cancelling = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _room.Decompressor.DecompressAsync(Archive, Target, _ => cancelling.Cancel(), cancelling.Token));

        Assert.False(File.Exists(Target));
    }

    private async Task PackAsync(string kind, string path, string option = "-1")
    {
        if (kind == "zip")
        {
            File.Delete(Archive);
            await using var archive = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Create, Cancellation);
            await archive.CreateEntryFromFileAsync(path, "disk", CompressionLevel.Fastest, Cancellation);
            return;
        }

        await Command.RunAsync("bash", ["-c", $"{kind} {option} -c < '{path}' > '{Archive}'"], cancellationToken: Cancellation);
    }

    private async Task ZipAsync(params (string Name, string Content)[] entries)
    {
        File.Delete(Archive);
        await using var archive = await ZipFile.OpenAsync(Archive, ZipArchiveMode.Create, Cancellation);
        foreach (var (name, content) in entries)
        {
            var entry = archive.CreateEntry(name);
            if (content.Length > 0)
            {
                await using var writer = new StreamWriter(await entry.OpenAsync(Cancellation));
                await writer.WriteAsync(content);
            }
        }
    }

    private async Task RefusedAsync(string code)
    {
        var refusal = await Assert.ThrowsAsync<DecompressionException>(() => _room.Decompressor.DecompressAsync(Archive, Target, null, Cancellation));
        Assert.Equal(code, refusal.Code);
        Assert.False(File.Exists(Target));
    }
}
