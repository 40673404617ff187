using System.Buffers.Binary;
using GlancePortal.Domain.Formats;
using GlancePortal.Tests.Support;
using Xunit;
using static GlancePortal.Tests.Support.DiskHeaders;

namespace GlancePortal.Tests.Formats;

[Trait("Suite", "unit")]
public sealed class FormatInspection
{
    private const int MiB = 1024 * 1024;

    public static TheoryData<string, byte[], long> Headers => new()
    {
        { "raw", new byte[MiB], MiB },
        { "raw", [], 0 },
        { "raw", Bytes.Random(5_000), 5_000 },
        { "raw", Boot(new byte[MiB], "FAT16   ", at: 54), MiB },
        { "raw", Boot(new byte[MiB], "FAT32   ", at: 82), MiB },
        { "gpt", Boot(new byte[MiB]), MiB },
        { "iso", Iso(sectors: 512, new byte[MiB]), MiB },
        { "iso", Iso(sectors: 400, Boot(new byte[MiB])), 400 * 2048 },
        { "iso", Put(new byte[MiB], 32769, "NSR02"), MiB },
        { "iso", Put(Put(new byte[MiB], 32769, "BEA01"), 34817, "NSR03"), MiB },
        { "qcow2", Qcow2(version: 3), 10L * MiB },
        { "qed", Put(new byte[MiB], 0, "QED\0"), 0 },
        { "vdi", Vdi(), 3L * MiB },
        { "vhd", Vhd(at: 0, type: 3), 7L * MiB },
        { "vhd", Vhd(at: MiB - 512, type: 2), 7L * MiB },
        { "raw", Vhd(at: MiB - 512, type: 9), MiB },
        { "raw", Vhd(at: MiB - 1024, type: 2), MiB },
        { "vmdk", Vmdk(), 2048 * 512 },
        { "luks", Luks(version: 1), MiB - 4096 * 100 },
    };

    [Theory]
    [MemberData(nameof(Headers), DisableDiscoveryEnumeration = true)]
    public void A_header_is_recognised(string format, byte[] content, long virtualSize)
    {
        var report = Inspect(content, piece: 4096);

        Assert.Equal((format, virtualSize, (long)content.Length), (report.Detected, report.VirtualSizeBytes, report.Bytes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(70_000)]
    [InlineData(int.MaxValue)]
    public void The_size_of_the_pieces_does_not_matter(int piece)
    {
        foreach (var row in Headers)
        {
            var (format, content, virtualSize) = row.Data;
            var report = Inspect(content, piece);
            Assert.Equal((format, virtualSize), (report.Detected, report.VirtualSizeBytes));
        }
        Assert.Equal(5L * MiB, Inspect(Vhdx(), piece).VirtualSizeBytes);
    }

    [Theory]
    [InlineData("backing_file", 3, 104UL, 0UL)]
    [InlineData("backing_file", 2, 104UL, 0UL)]
    [InlineData("data_file", 3, 0UL, 4UL)]
    [InlineData("unknown_features", 3, 0UL, 16UL)]
    [InlineData("unknown_features", 4, 0UL, 0UL)]
    [InlineData("unknown_features", 1, 0UL, 0UL)]
    [InlineData(null, 3, 0UL, 11UL)]
    [InlineData(null, 2, 0UL, 4UL)]
    public void What_a_qcow2_needs_is_found(string? check, uint version, ulong backing, ulong incompatible)
    {
        var report = Inspect(Qcow2(version, backing, incompatible));

        Assert.Equal(check is null ? [] : [check], report.Findings.Select(finding => finding.Check));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_difference_to_a_parent_is_found(bool isDifference)
    {
        var expected = isDifference ? ["parent"] : Array.Empty<string>();

        Assert.Equal(expected, Inspect(Vhd(at: 0, type: isDifference ? 4u : 3u)).Findings.Select(finding => finding.Check));
        Assert.Equal(expected, Inspect(Vhdx(hasParent: isDifference)).Findings.Select(finding => finding.Check));
    }

    [Fact]
    public void Two_formats_at_once_are_found_and_both_named()
    {
        var report = Inspect(Iso(sectors: 512, Qcow2(version: 3, length: MiB)));

        Assert.Equal(["qcow2", "iso"], report.Recognised);
        Assert.Equal(["polyglot"], report.Findings.Select(finding => finding.Check));
    }

    [Fact]
    public void Sizes_no_disk_can_have_are_unknown()
    {
        var huge = Qcow2(version: 3);
        BinaryPrimitives.WriteUInt64BigEndian(huge.AsSpan(24), ulong.MaxValue);
        var overflowing = Vmdk();
        BinaryPrimitives.WriteUInt64LittleEndian(overflowing.AsSpan(12), ulong.MaxValue / 2);

        Assert.Null(Inspect(huge).VirtualSizeBytes);
        Assert.Null(Inspect(overflowing).VirtualSizeBytes);
    }

    [Theory]
    [InlineData(192 * 1024 + 16 + 16, ulong.MaxValue)]
    [InlineData(192 * 1024 + 16 + 16, 8UL)]
    [InlineData(192 * 1024 + 8, ulong.MaxValue)]
    [InlineData(MiB + 10, ulong.MaxValue)]
    [InlineData(MiB + 32 + 16, ulong.MaxValue)]
    public void A_vhdx_that_lies_about_its_tables_has_no_size(int at, ulong lie)
    {
        var content = Vhdx();
        BinaryPrimitives.WriteUInt64LittleEndian(content.AsSpan(at), lie);

        var report = Inspect(content);

        Assert.Equal("vhdx", report.Detected);
        Assert.True(report.VirtualSizeBytes is null or 5 * MiB);
    }

    [Fact]
    public void Hostile_bytes_neither_throw_nor_take_memory()
    {
        var random = new Random(7);
        byte[][] seeds = [Qcow2(3), Vhdx(), Vmdk(), Vdi(), Vhd(0, 3), Luks(1), Iso(10, new byte[64 * 1024]), Boot(new byte[4096])];
        for (var round = 0; round < 400; round++)
        {
            var content = seeds[round % seeds.Length].ToArray();
            for (var flips = random.Next(1, 40); flips > 0; flips--)
            {
                content[random.Next(Math.Min(content.Length, 1024))] = (byte)random.Next(256);
            }
            var length = random.Next(content.Length + 1);
            var before = GC.GetAllocatedBytesForCurrentThread();

            Inspect(content[..length], piece: random.Next(1, 100_000));

            // The slices of the test itself, and what the inspector may hold.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, length + 512 * 1024);
        }
    }

    private static FormatReport Inspect(byte[] content, int piece = 65_536)
    {
        var inspector = new FormatInspector();
        for (var at = 0; at < content.Length; at += Math.Min(piece, content.Length - at))
        {
            inspector.Observe(content.AsSpan(at, Math.Min(piece, content.Length - at)));
        }
        return inspector.Complete();
    }
}
