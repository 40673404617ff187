using System.Buffers.Binary;
using System.Text.Json;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Formats;
using Xunit;

namespace GlancePortal.Tests.Conversion;

/// <summary>Every format into every other one, held against qemu-img's own comparison.</summary>
[Trait("Suite", "unit")]
public sealed class DiskConversions : IDisposable
{
    private const int CompressionTypeAt = 104;

    private static readonly Dictionary<string, string> Drivers = new()
    {
        ["raw"] = "raw", ["qcow2"] = "qcow2", ["vmdk"] = "vmdk", ["vhd"] = "vpc", ["vhdx"] = "vhdx", ["vdi"] = "vdi",
    };

    private readonly ConversionRoom _room = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, string>();
            foreach (var from in Drivers.Keys)
            {
                foreach (var to in Drivers.Keys)
                {
                    var kinds = to switch
                    {
                        "qcow2" => Enum.GetNames<Qcow2Compression>(),
                        "vmdk" => Enum.GetNames<VmdkKind>(),
                        "vhd" => Enum.GetNames<VhdKind>(),
                        _ => [""],
                    };
                    foreach (var kind in kinds)
                    {
                        pairs.Add(from, to, kind);
                    }
                }
            }

            return pairs;
        }
    }

    public void Dispose() => _room.Dispose();

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_disk_is_the_same_in_another_format(string from, string to, string kind)
    {
        var source = await SourceAsync(from);
        var size = await _room.Converter.CheckAsync(source, from, inspection: null, Cancellation);

        var disk = await _room.Converter.ConvertAsync(Request(source, from, to, kind), progress: null, Cancellation);

        Assert.Equal((to, size, new FileInfo(Target).Length), (disk.Format, disk.VirtualSizeBytes, disk.Bytes));
        Assert.Equal(size, await _room.Converter.CheckAsync(Target, to, inspection: null, Cancellation));
        await ConversionRoom.QemuAsync("compare", "-f", Drivers[from], "-F", Drivers[to], source, Target);
        if (kind != nameof(VhdKind.Fixed))
        {
            Assert.InRange(await ConversionRoom.AllocatedAsync(Target), 1, 8 << 20);
        }
    }

    [Theory]
    [InlineData(Qcow2Compression.None, 0)]
    [InlineData(Qcow2Compression.Zlib, 0)]
    [InlineData(Qcow2Compression.Zstd, 1)]
    public async Task A_qcow2_is_compressed_as_it_was_asked_for(Qcow2Compression compression, byte type)
    {
        var source = _room.File("text.raw");
        await File.WriteAllTextAsync(source, string.Concat(Enumerable.Range(0, 400_000)), Cancellation);

        await _room.Converter.ConvertAsync(new ConversionRequest(source, "raw", Target, "qcow2") { Compression = compression }, null, Cancellation);

        var header = new byte[CompressionTypeAt + 1];
        using (var file = File.OpenRead(Target))
        {
            file.ReadExactly(header);
        }

        using var check = JsonDocument.Parse(await ConversionRoom.QemuAsync("check", "--output=json", "-f", "qcow2", Target));
        var compressed = check.RootElement.TryGetProperty("compressed-clusters", out var clusters) ? clusters.GetInt64() : 0;
        Assert.Equal(compression != Qcow2Compression.None, compressed > 0);
        Assert.Equal(type, header[CompressionTypeAt]);
        Assert.Equal(type == 1 ? 8u : 0, BinaryPrimitives.ReadUInt64BigEndian(header.AsSpan(72)));
    }

    [Fact]
    public async Task Progress_only_grows_and_ends_at_the_end()
    {
        var seen = new List<double>();
        await _room.Converter.ConvertAsync(new ConversionRequest(await SourceAsync("vmdk"), "vmdk", Target, "qcow2"), seen.Add, Cancellation);

        Assert.Equal(seen.Order(), seen);
        Assert.Equal(1, seen[^1]);
    }

    [Theory]
    [InlineData("json:{\"driver\":\"null-co\"}")]
    [InlineData("nbd:localhost:10809")]
    [InlineData("file:disk")]
    [InlineData("driver=raw,file.filename=disk")]
    [InlineData("it's \"a\" disk")]
    [InlineData("磁盘 1")]
    [InlineData("-O")]
    public async Task A_name_is_only_a_name(string name)
    {
        var source = await _room.DiskAsync(name);

        var disk = await _room.Converter.ConvertAsync(new ConversionRequest(source, "raw", source + ".qcow2", "qcow2"), null, Cancellation);

        Assert.Equal(new FileInfo(source).Length, disk.VirtualSizeBytes);
        Assert.True(File.Exists(source + ".qcow2"));
    }

    [Fact]
    public async Task An_iso_becomes_a_disk_only_on_demand()
    {
        var source = await _room.DiskAsync();
        var request = new ConversionRequest(source, FormatNames.Iso, Target, "qcow2");

        var refusal = await Assert.ThrowsAsync<ConversionException>(() => _room.Converter.ConvertAsync(request, null, Cancellation));
        await _room.Converter.ConvertAsync(request with { TakesIso = true }, null, Cancellation);

        Assert.Equal("convert.format_unknown", refusal.Code);
        Assert.True(File.Exists(Target));
    }

    [Fact]
    public async Task What_is_there_is_not_written_over()
    {
        await File.WriteAllTextAsync(Target, "before", Cancellation);
        var request = new ConversionRequest(await _room.DiskAsync(), "raw", Target, "qcow2");

        await Assert.ThrowsAsync<IOException>(() => _room.Converter.ConvertAsync(request, null, Cancellation));

        Assert.Equal("before", await File.ReadAllTextAsync(Target, Cancellation));
    }

    private string Target => _room.File("target");

    private ConversionRequest Request(string source, string from, string to, string kind) => new(source, from, Target, to)
    {
        Compression = Enum.TryParse<Qcow2Compression>(kind, out var compression) ? compression : default,
        Vmdk = Enum.TryParse<VmdkKind>(kind, out var vmdk) ? vmdk : default,
        Vhd = Enum.TryParse<VhdKind>(kind, out var vhd) ? vhd : default,
    };

    private async Task<string> SourceAsync(string format)
    {
        var disk = await _room.DiskAsync();
        if (format == "raw")
        {
            return disk;
        }

        string[] options = format == "vhd" ? ["-o", "force_size=on"] : [];
        await ConversionRoom.QemuAsync(["convert", "-f", "raw", "-O", Drivers[format], .. options, disk, _room.File("source")]);
        return _room.File("source");
    }
}
