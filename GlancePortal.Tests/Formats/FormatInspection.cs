using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using GlancePortal.Domain.Formats;
using Xunit;

namespace GlancePortal.Tests.Formats;

[Trait("Suite", "unit")]
public sealed class FormatInspection(ITestOutputHelper output)
{
    private const int MiB = 1024 * 1024;

    public static TheoryData<int> Hostile => [.. Enumerable.Range(0, HostileFiles.All.Count)];

    public static TheoryData<int> Odd => [.. Enumerable.Range(0, OddFiles.All.Count)];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void What_is_hostile_is_refused_and_named(int index)
    {
        var file = HostileFiles.All[index];
        var report = Inspecting.Inspect(file.Content, 4096);

        var faults = ContentRules.Faults(file.DiskFormat, "bare", report).ToList();
        if (file.IsMismatch)
        {
            var mismatch = Assert.IsType<ContentMismatchException>(faults.FirstOrDefault());
            Assert.Equal((file.DiskFormat, file.Names), (mismatch.Declared, mismatch.Detected));
        }
        else
        {
            Assert.Contains(file.Names, faults.OfType<UnsafeContentException>().Select(fault => fault.Finding.Check));
            Assert.Contains(file.DiskFormat == "raw" ? report.Detected : file.DiskFormat, report.Recognised);
        }
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void What_is_odd_passes_with_its_size(int index)
    {
        var file = OddFiles.All[index];
        var report = Inspecting.Inspect(file.Content, 4096);

        Assert.Equal([], ContentRules.Faults(file.DiskFormat, "bare", report).Select(fault => fault.Message));
        Assert.Equal(
            (file.Detected, file.VirtualSize, file.Content.LongLength),
            (report.Detected, ContentRules.VirtualSizeBytes(file.DiskFormat, "bare", report), report.Bytes));
    }

    [Fact]
    public void The_corpus_has_every_check_and_no_file_twice()
    {
        var checks = typeof(FormatChecks).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Empty(checks.Except(HostileFiles.All.Select(file => file.Names)));
        Assert.True(HostileFiles.All.Count >= 40);
        Assert.Equal(HostileFiles.All.Count, HostileFiles.All.DistinctBy(file => (file.DiskFormat, Convert.ToHexString(SHA256.HashData(file.Content)))).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(512)]
    [InlineData(MiB)]
    public void The_size_of_the_pieces_does_not_matter(int piece)
    {
        foreach (var content in HostileFiles.All.Select(file => file.Content).Concat(OddFiles.All.Select(file => file.Content)))
        {
            Assert.Equal(Json(Inspecting.Inspect(content, 4096)), Json(Inspecting.Inspect(content, piece)));
        }
    }

    [Fact]
    public void A_report_may_be_asked_for_before_the_end()
    {
        var content = VhdFiles.Dynamic().Bytes;
        var inspector = new FormatInspector();
        inspector.Observe(content.AsSpan(0, 700));
        var early = inspector.Complete();
        inspector.Observe(content.AsSpan(700));

        Assert.Equal(("vhd", 700L), (early.Detected, early.Bytes));
        Assert.Contains(early.Findings, finding => finding.Check == FormatChecks.Truncated);
        Assert.Equal(Json(Inspecting.Inspect(content)), Json(inspector.Complete()));
    }

    [Fact]
    public void Two_formats_at_once_are_both_named()
    {
        var report = Inspecting.Inspect(OtherFiles.Iso(Qcow2Files.Valid()).Bytes);

        Assert.Equal(["qcow2", "iso"], report.Recognised);
        Assert.Equal(["polyglot"], report.Findings.Select(finding => finding.Check));
    }

    [Fact]
    public void A_report_survives_being_written_down()
    {
        foreach (var content in HostileFiles.All.Select(file => file.Content))
        {
            var text = Json(Inspecting.Inspect(content));
            Assert.Equal(text, Json(JsonSerializer.Deserialize<FormatReport>(text)!));
        }
        // As earlier versions wrote it.
        var old = JsonSerializer.Deserialize<FormatReport>("""{"Detected":"qcow2","VirtualSizeBytes":7,"Findings":[],"Bytes":9,"Recognised":["qcow2"]}""")!;
        Assert.Equal((7L, null, null), (old.VirtualSizeBytes, old.Subformat, old.Compression));
    }

    [Fact]
    public void What_conversion_wants_to_know_is_in_the_report()
    {
        Assert.Equal("streamOptimized", Inspecting.Inspect(VmdkFiles.WithFooter().Bytes).Subformat);
        Assert.Equal("fixed", Inspecting.Inspect(VhdFiles.Fixed(new byte[4096]).Bytes).Subformat);
        Assert.Equal("dynamic", Inspecting.Inspect(VhdxFiles.Build().Bytes).Subformat);
        Assert.Equal(("v2", "zlib"), Inspecting.Inspect(Qcow2Files.Valid(version: 2).Bytes) is var old ? (old.Subformat, old.Compression) : default);
        Assert.Equal("zstd", Inspecting.Inspect(Qcow2Files.Valid().Big64(72, 1 << 3).Put(104, 1).Bytes).Compression);
        Assert.Equal("ova", Inspecting.Inspect(OtherFiles.Tar("a.ovf").Bytes).Archive);
        Assert.Null(Inspecting.Inspect(Qcow2Files.Valid().Bytes).Archive);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_content()
    {
        var piece = new byte[MiB];
        foreach (var content in HostileFiles.All.Select(file => file.Content).Concat(OddFiles.All.Select(file => file.Content)))
        {
            var inspector = new FormatInspector();
            var before = GC.GetAllocatedBytesForCurrentThread();
            inspector.Observe(content);
            for (var i = 0; i < 64; i++)
            {
                inspector.Observe(piece);
            }
            inspector.Complete();

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Inspecting.MostAllocated);
        }
    }

    /// <summary>Says what the inspection costs beside md5 of the same bytes, which every upload computes; the bound is far from what it takes.</summary>
    [Fact]
    public void Inspection_is_cheap_beside_md5()
    {
        var ratios = new List<double>();
        foreach (var content in new[] { new byte[16 * MiB], VhdxFiles.Build().Resize(16 * MiB).Bytes, Qcow2Files.Valid(length: 16 * MiB).Bytes, OtherFiles.Iso(new DiskFile(16 * MiB)).Bytes })
        {
            var inspection = Fastest(() => Inspecting.Inspect(content, 512 * 1024));
#pragma warning disable CA5351 // Glance's checksum
            var md5 = Fastest(() => MD5.HashData(content));
#pragma warning restore CA5351
            ratios.Add(inspection / md5);
        }
        output.WriteLine($"Inspection takes {string.Join(", ", ratios.Select(ratio => ratio.ToString("P2", System.Globalization.CultureInfo.InvariantCulture)))} of md5");

        Assert.All(ratios, ratio => Assert.InRange(ratio, 0, 0.5));
    }

    private static double Fastest(Action work) => Enumerable.Range(0, 5).Min(_ =>
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalMilliseconds;
    });

    private static string Json(FormatReport report) => JsonSerializer.Serialize(report);
}
