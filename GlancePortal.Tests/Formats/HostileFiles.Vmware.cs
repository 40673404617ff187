using System.Text;
using GlancePortal.Domain.Formats;
using static GlancePortal.Tests.Formats.VmdkFiles;

namespace GlancePortal.Tests.Formats;

internal static partial class HostileFiles
{
    private const string Sparse = "RW 2048 SPARSE \"disk.vmdk\"";

    private static IEnumerable<HostileFile> Vmdks => new (string Name, string Check, Func<DiskFile> Build)[]
    {
        ("only a descriptor", FormatChecks.ExternalExtent, () => Text(Descriptor("monolithicFlat", "RW 2048 FLAT \"/etc/passwd\" 0"))),
        ("only a descriptor that does not say so", FormatChecks.ExternalExtent, () => Text("# some text\n\nversion=1\nRW 2048 FLAT \"/dev/sda\" 0\n")),
        ("only a descriptor behind spaces", FormatChecks.ExternalExtent, () => Text($"\n\n  {Descriptor("vmfs")}")),
        ("only a kind", FormatChecks.ExternalExtent, () => Text("x\ncreateType=\"vmfs\"\n# and enough behind it to be seen")),
        ("flat", FormatChecks.Descriptor, () => Valid(Descriptor("monolithicFlat"))),
        ("several files", FormatChecks.Descriptor, () => Valid(Descriptor("twoGbMaxExtentSparse"))),
        ("full device", FormatChecks.Descriptor, () => Valid(Descriptor("fullDevice"))),
        ("no kind", FormatChecks.Descriptor, () => Valid(Descriptor().Replace("createType", "kind", StringComparison.Ordinal))),
        ("two kinds", FormatChecks.Descriptor, () => Valid(Descriptor(more: $"createType=\"{StreamOptimized}\""))),
        ("no extent", FormatChecks.Descriptor, () => Valid(Descriptor(extent: ""))),
        ("two extents", FormatChecks.ExternalExtent, () => Valid(Descriptor(extent: $"{Sparse}\n{Sparse}"))),
        ("extent by a path", FormatChecks.ExternalExtent, () => Valid(Descriptor(extent: "RW 2048 SPARSE \"/dev/sda\""))),
        ("extent by a path of Windows", FormatChecks.ExternalExtent, () => Valid(Descriptor(extent: "RW 2048 SPARSE \"..\\disk.vmdk\""))),
        ("flat extent", FormatChecks.ExternalExtent, () => Valid(Descriptor(extent: "RW 2048 FLAT \"disk-flat.vmdk\" 0"))),
        ("empty extent", FormatChecks.ExternalExtent, () => Valid(Descriptor(extent: "RW 2048 ZERO"))),
        ("parent by its id", FormatChecks.Parent, () => Valid(Descriptor().Replace("ffffffff", "0badcafe", StringComparison.Ordinal))),
        ("parent by its name", FormatChecks.Parent, () => Valid(Descriptor(more: "parentFileNameHint=\"/etc/passwd\""))),
        ("other lines", FormatChecks.Descriptor, () => Valid(Descriptor(more: "include /etc/passwd"))),
        ("no text", FormatChecks.Descriptor, () => Valid(Descriptor(more: "\u0001"))),
        ("a line without end", FormatChecks.Descriptor, () => Valid().Little64(36, 2047).Resize(1 << 20).Text(512, new string('#', 1 << 19))),
        ("no descriptor", FormatChecks.Descriptor, () => Valid().Little64(36, 0)),
        ("descriptor elsewhere", FormatChecks.Descriptor, () => Valid().Little64(28, 8)),
        ("descriptor too long", FormatChecks.Descriptor, () => Valid().Little64(36, 2048)),
        ("no disk", FormatChecks.Descriptor, () => Valid().Little64(12, 0)),
        ("disk too large", FormatChecks.Grain, () => Valid().Little64(12, ulong.MaxValue)),
        ("grains of nothing", FormatChecks.Grain, () => Valid().Little64(20, 0)),
        ("grains too large", FormatChecks.Grain, () => Valid().Little64(20, 1UL << 63)),
        ("tables too large", FormatChecks.Grain, () => Valid().Little32(44, 513)),
        ("tables too many", FormatChecks.Grain, () => Valid().Little64(12, 1UL << 50)),
        ("version 4", FormatChecks.Version, () => Valid().Little32(4, 4)),
        ("unknown compression", FormatChecks.CompressionType, () => Valid().Little16(77, 2)),
        ("directory in the header", FormatChecks.HeaderOverlap, () => Valid().Little64(56, 0)),
        ("directory in the descriptor", FormatChecks.HeaderOverlap, () => Valid().Little64(56, 2)),
        ("second directory in the header", FormatChecks.HeaderOverlap, () => Valid().Little32(8, 3)),
        ("directory beyond the end", FormatChecks.Truncated, () => Valid().Little64(56, 1UL << 40)),
        ("shorter than its metadata", FormatChecks.Truncated, () => Valid().Little64(64, 17)),
        ("cut off", FormatChecks.Truncated, () => Valid().Resize(800)),
        ("footer missing", FormatChecks.Footer, () => WithFooter().Resize(16 * 512)),
        ("footer of another size", FormatChecks.Footer, () => WithFooter(footer => footer.Little64(12, 4096))),
        ("footer of another descriptor", FormatChecks.Footer, () => WithFooter(footer => footer.Little64(28, 5))),
        ("footer without a directory", FormatChecks.Footer, () => WithFooter(footer => footer.Little64(56, ulong.MaxValue))),
        ("bytes behind the footer", FormatChecks.Footer, () => WithFooter().Then([1])),
        ("sparse disk of ESX", FormatChecks.Descriptor, () => new DiskFile(4096).Text(0, "COWD").Little32(12, 2048)),
    }.Select(row => new HostileFile(row.Name, "vmdk", row.Check, row.Build));

    private static DiskFile Text(string text) => new(Encoding.ASCII.GetBytes(text));
}
