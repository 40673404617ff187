using GlancePortal.Domain.Formats;
using static GlancePortal.Tests.Formats.VhdFiles;
using static GlancePortal.Tests.Formats.VhdxFiles;

namespace GlancePortal.Tests.Formats;

internal static partial class HostileFiles
{
    private const int Locators = HeaderAt + 576;

    private static IEnumerable<HostileFile> Vhds => new (string Name, string Check, Func<DiskFile> Build)[]
    {
        ("difference", FormatChecks.Parent, () => Dynamic(type: 4)),
        ("parent by a locator", FormatChecks.Parent, () => Dynamic(change: file => file.Text(Locators, "W2ku"))),
        ("parent by its name", FormatChecks.Parent, () => Dynamic(change: file => file.Text(HeaderAt + 64, "\0c\0:"))),
        ("parent by its id", FormatChecks.Parent, () => Dynamic(change: file => file.Put(HeaderAt + 40, 1))),
        ("fixed disk that begins with its footer", FormatChecks.Footer, () => Dynamic(type: 2)),
        ("wrong checksum", FormatChecks.Checksum, () => Dynamic().Put(500, 1)),
        ("wrong checksum of a fixed disk", FormatChecks.Checksum, () => Fixed(new byte[4096]).Put(4096 + 500, 1)),
        ("no header", FormatChecks.DynamicHeader, () => Dynamic().Text(HeaderAt, "cxdense")),
        ("header in the footer", FormatChecks.HeaderOverlap, () => new DiskFile(Footer(3, 4096, headerAt: 0)).Resize(4096)),
        ("header nowhere", FormatChecks.HeaderOverlap, () => new DiskFile(Footer(3, 4096, headerAt: ulong.MaxValue)).Resize(4096)),
        ("header beyond the end", FormatChecks.Truncated, () => new DiskFile(Footer(3, 4096, headerAt: 1UL << 50)).Resize(4096)),
        ("blocks of an odd size", FormatChecks.DynamicHeader, () => Dynamic(change: file => file.Big32(HeaderAt + 32, 3_000_000))),
        ("blocks of no size", FormatChecks.DynamicHeader, () => Dynamic(change: file => file.Big32(HeaderAt + 32, 0))),
        ("blocks too few", FormatChecks.DynamicHeader, () => Dynamic(change: file => file.Big32(HeaderAt + 28, 1))),
        ("blocks too many", FormatChecks.DynamicHeader, () => Dynamic(change: file => file.Big32(HeaderAt + 28, uint.MaxValue))),
        ("table in the header", FormatChecks.HeaderOverlap, () => Dynamic(change: file => file.Big64(HeaderAt + 16, HeaderAt))),
        ("table nowhere", FormatChecks.HeaderOverlap, () => Dynamic(change: file => file.Big64(HeaderAt + 16, ulong.MaxValue))),
        ("table beyond the end", FormatChecks.Truncated, () => Dynamic(change: file => file.Big64(HeaderAt + 16, 1UL << 50))),
        ("block in the footer", FormatChecks.HeaderOverlap, () => Dynamic(change: file => file.Big32(TableAt, 0))),
        ("block in the table", FormatChecks.HeaderOverlap, () => Dynamic(change: file => file.Big32(TableAt, TableAt / 512))),
        ("block beyond the end", FormatChecks.Truncated, () => Dynamic(change: file => file.Big32(TableAt, 1 << 20))),
        ("no footer", FormatChecks.Footer, () => Dynamic().Resize(TableAt + 512)),
        ("another footer", FormatChecks.Footer, () => Dynamic().Resize(TableAt + 512).Then(Footer(3, 1 << 30, HeaderAt))),
        ("shorter than its footer says", FormatChecks.Truncated, () => Fixed(new byte[4096], size: 1 << 30)),
        ("larger than such a disk can be", FormatChecks.Size, () => Fixed(new byte[4096], size: ulong.MaxValue)),
        ("cut off", FormatChecks.Truncated, () => Dynamic().Resize(100)),
    }.Select(row => new HostileFile(row.Name, "vhd", row.Check, row.Build));

    private static IEnumerable<HostileFile> Vhdxs => new (string Name, string Check, Func<DiskFile> Build)[]
    {
        ("difference", FormatChecks.Parent, () => VhdxFiles.Build(file => file.Little32(Items + 4, 2))),
        ("parent by a locator", FormatChecks.Parent, () => VhdxFiles.Build(file => MoreMetadata(file, ParentLocator, flags: 0))),
        ("no valid header", FormatChecks.Header, () => VhdxFiles.Build().Put(Header1 + 20, 1).Put(Header2 + 20, 1)),
        ("headers that contradict each other", FormatChecks.Header, () => VhdxFiles.Build(file => file.Little64(Header2 + 8, 1).Put(Header2 + 48, 1))),
        ("no table of regions", FormatChecks.RegionTable, () => VhdxFiles.Build(file => file.Put(Regions, 0))),
        ("wrong checksum of the regions", FormatChecks.RegionTable, () => VhdxFiles.Build().Put(Regions + 60_000, 1)),
        ("regions too many", FormatChecks.RegionTable, () => VhdxFiles.Build(file => file.Little32(Regions + 8, uint.MaxValue))),
        ("no blocks", FormatChecks.RegionTable, () => VhdxFiles.Build(file => Region(file, 0, Unknown, Blocks, BlocksBytes, flags: 0))),
        ("unknown region that it needs", FormatChecks.UnknownFeatures,
            () => VhdxFiles.Build(file => Region(file.Little32(Regions + 8, 3), 2, Unknown, 1UL << 30, 4096))),
        ("region in the headers", FormatChecks.HeaderOverlap, () => VhdxFiles.Build(file => file.Little64(Regions + 32, 64 * KiB))),
        ("regions that overlap", FormatChecks.TableOverlap, () => VhdxFiles.Build(file => file.Little64(Regions + 32, Metadata + 4096))),
        ("region beyond the end", FormatChecks.Truncated, () => VhdxFiles.Build(file => file.Little64(Regions + 32, 1UL << 50))),
        ("region beyond numbers", FormatChecks.Truncated, () => VhdxFiles.Build(file => file.Little64(Regions + 64, ulong.MaxValue))),
        ("no table of metadata", FormatChecks.Metadata, () => VhdxFiles.Build(file => file.Put(Metadata, 0))),
        ("metadata too much", FormatChecks.Metadata, () => VhdxFiles.Build(file => file.Little16(Metadata + 10, ushort.MaxValue))),
        ("metadata missing", FormatChecks.Metadata, () => VhdxFiles.Build(file => file.Little16(Metadata + 10, 4))),
        ("metadata twice", FormatChecks.Metadata, () => VhdxFiles.Build(file => MoreMetadata(file, "2fa54224-cd1b-4876-b211-5dbed83bf4b8", flags: 6))),
        ("metadata in its own table", FormatChecks.Metadata, () => VhdxFiles.Build(file => file.Little32(Metadata + 32 + 16, 100))),
        ("unknown metadata that it needs", FormatChecks.UnknownFeatures, () => VhdxFiles.Build(file => MoreMetadata(file, Unknown, flags: 4))),
        ("blocks of an odd size", FormatChecks.Metadata, () => VhdxFiles.Build(file => file.Little32(Items, 3_000_000))),
        ("sectors of an odd size", FormatChecks.Metadata, () => VhdxFiles.Build(file => file.Little32(Items + 32, 1024))),
        ("disk too large for its blocks", FormatChecks.Size, () => VhdxFiles.Build(file => file.Little64(Items + 8, 64UL << 40))),
        ("disk beyond numbers", FormatChecks.Size, () => VhdxFiles.Build(file => file.Little64(Items + 8, ulong.MaxValue))),
        ("changes in its log", FormatChecks.Log, () => VhdxFiles.Build(file => file
            .Resize(2 * Metadata).Put(Header2 + 48, 7).Little32(Header2 + 68, Metadata / 2).Little64(Header2 + 72, Metadata + (Metadata / 2))
            .Text(Metadata + (Metadata / 2) + 4096, "loge").Put(Metadata + (Metadata / 2) + 4096 + 32, 7))),
        ("cut off", FormatChecks.Truncated, () => VhdxFiles.Build().Resize(1000)),
        ("cut off in the metadata", FormatChecks.Truncated, () => VhdxFiles.Build().Resize(Items)),
    }.Select(row => new HostileFile(row.Name, "vhdx", row.Check, row.Build));
}
