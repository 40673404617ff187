using System.IO.Compression;
using GlancePortal.Domain.Conversion;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Conversion;

/// <summary>Archives whose directory alone would fill the memory.</summary>
[Trait("Suite", "unit")]
public sealed class ZipBounds
{
    [Theory]
    [InlineData(1023, true)]
    [InlineData(1100, false)]
    [InlineData(70_000, false)]
    public void A_directory_of_very_many_entries_is_not_read(int folders, bool isRead)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("many.zip");
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            for (var number = 0; number < folders; number++)
            {
                archive.CreateEntry($"{number}/");
            }

            using var content = archive.CreateEntry("disk.raw").Open();
            content.Write(Bytes.Random(100));
        }

        using var file = File.OpenRead(path);
        if (isRead)
        {
            using var member = ZipMember.Open(file);
            Assert.NotNull(member);
        }
        else
        {
            Assert.Equal("decompress.members", Assert.Throws<DecompressionException>(() => ZipMember.Open(file)).Code);
        }
    }
}
