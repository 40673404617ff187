using GlancePortal.Components.NewImage;
using GlancePortal.Domain.Images;
using Xunit;

namespace GlancePortal.Tests.Components.NewImage;

[Trait("Suite", "unit")]
public sealed class CreateCommandTests
{
    [Fact]
    public void An_empty_form_shows_the_shape_of_the_command() =>
        Assert.Equal(
            "openstack image create NAME \\\n  --file FILE \\\n  --disk-format FORMAT --container-format bare \\\n  --shared",
            CreateCommand.Of(new NewImageForm()));

    [Fact]
    public void A_full_form_becomes_the_command_that_does_the_same()
    {
        var form = new NewImageForm { Visibility = ImageVisibility.Public, Protected = true, MinDisk = "20", MinRam = "512", Tags = "lts", Description = "It's ours" };
        form.Take(new FileFacts { FileName = "my disk.qcow2", Size = 1, Name = "my disk", Format = "qcow2" });

        Assert.Equal(
            """
            openstack image create 'my disk' \
              --file 'my disk.qcow2' \
              --disk-format qcow2 --container-format bare \
              --public --protected \
              --min-disk 20 \
              --min-ram 512 \
              --property 'description=It'\''s ours' \
              --tag lts
            """,
            CreateCommand.Of(form));
    }

    [Fact]
    public void An_expected_checksum_is_checked_before_anything_is_sent()
    {
        var form = new NewImageForm { Checksum = new string('0', 32) };
        form.Take(new FileFacts { FileName = "a.iso", Size = 1, Name = "a", Format = "iso" });

        Assert.StartsWith($"echo '{new string('0', 32)}  a.iso' | md5sum --check &&\nopenstack image create a", CreateCommand.Of(form), StringComparison.Ordinal);
    }
}
