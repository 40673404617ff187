using GlancePortal.Components.NewImage;
using GlancePortal.Domain.Images;
using Xunit;

namespace GlancePortal.Tests.Components.NewImage;

[Trait("Suite", "unit")]
public sealed class NewImageFormTests
{
    private static readonly FileFacts Noble = new()
    {
        FileName = "noble.img", Size = 600_000_000, Name = "noble", Format = "qcow2", VirtualSize = 2_361_393_152, Distro = "ubuntu", Version = "24.04",
    };

    [Fact]
    public void A_file_fills_in_what_it_tells_and_marks_it_as_guessed()
    {
        var form = new NewImageForm();
        form.Take(Noble);

        Assert.Equal(("noble", "qcow2", "bare", "ubuntu", "24.04"), (form.Name, form.DiskFormat, form.ContainerFormat, form.OsDistro, form.OsVersion));
        Assert.True(form.IsGuess(NewImageForm.Fields.DiskFormat));
        Assert.Empty(form.Faults());
    }

    [Fact]
    public void What_a_person_typed_is_no_guess_and_survives_the_next_file()
    {
        var form = new NewImageForm();
        form.Take(Noble);
        form.Name = "ubuntu-base";
        form.Typed(NewImageForm.Fields.Name);

        form.Take(Noble with { Name = "jammy", Format = "raw", Version = "" });

        Assert.Equal("ubuntu-base", form.Name);
        Assert.False(form.IsGuess(NewImageForm.Fields.Name));
        Assert.Equal("raw", form.DiskFormat);
        Assert.False(form.IsGuess(NewImageForm.Fields.OsVersion));
    }

    [Fact]
    public void An_archive_is_offered_as_ova_and_a_compressed_file_as_compressed()
    {
        var form = new NewImageForm();
        form.Take(Noble with { Format = null, Archive = true });
        Assert.Equal(("vmdk", "ova"), (form.DiskFormat, form.ContainerFormat));

        form.Take(Noble with { Format = null, Compressed = true });
        Assert.Equal(("", "compressed"), (form.DiskFormat, form.ContainerFormat));
    }

    [Fact]
    public void What_was_put_right_after_a_check_is_no_fault_any_more()
    {
        var form = new NewImageForm { Checksum = "abc" };
        form.Take(Noble with { Name = "" });
        Assert.Empty(form.Unsettled());
        form.Check();

        form.Name = "noble";
        form.MinDisk = "much";
        Assert.Equal([NewImageForm.Fields.Checksum], form.Unsettled().Select(fault => fault.Field));

        form.Checksum = "";
        Assert.Empty(form.Unsettled());
    }

    [Fact]
    public void Faults_come_in_the_order_of_the_fields()
    {
        var form = new NewImageForm { Checksum = "abc", MinDisk = "much", MinRam = "-1" };
        form.Properties.Add(new PropertyRow { Name = "a", Value = "1" });
        form.Properties.Add(new PropertyRow { Name = "a", Value = "2" });

        Assert.Equal(
            ["Fault.File", "Fault.Name", "Fault.DiskFormat", "Fault.Properties", "Fault.Checksum", "Fault.MinDisk", "Fault.MinRam"],
            form.Faults().Select(fault => fault.Text));
    }

    [Theory]
    [InlineData("backing_file")]
    [InlineData("luks")]
    public void A_file_that_the_server_would_refuse_is_a_fault_of_its_own(string refusal)
    {
        var form = new NewImageForm();
        form.Take(Noble with { Refusal = refusal });

        Assert.Equal(new Fault("file", $"Refused.{refusal}"), Assert.Single(form.Faults()));
    }

    [Fact]
    public void Another_format_than_the_headers_is_told_only_where_the_server_would_mind()
    {
        var form = new NewImageForm();
        form.Take(Noble);
        form.DiskFormat = "raw";
        Assert.True(form.ContradictsHeader);

        form.ContainerFormat = "docker";
        Assert.False(form.ContradictsHeader);
    }

    [Fact]
    public void The_metadata_carry_every_field_that_was_filled()
    {
        var form = new NewImageForm
        {
            Description = " LTS ", Tags = "base, lts，base", Visibility = ImageVisibility.Private, Protected = true, MinDisk = "20 GB", MinRam = "2GiB",
            Checksum = "SHA256:" + new string('A', 64),
        };
        form.Take(Noble);
        form.Properties.Add(new PropertyRow { Name = "hw_disk_bus", Value = "virtio" });
        form.Properties.Add(new PropertyRow());

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["name"] = "noble",
                ["disk_format"] = "qcow2",
                ["container_format"] = "bare",
                ["visibility"] = "private",
                ["protected"] = "true",
                ["min_disk"] = "20",
                ["min_ram"] = "2048",
                ["tags"] = "base,lts",
                ["checksum_sha256"] = new string('a', 64),
                ["description"] = "LTS",
                ["os_distro"] = "ubuntu",
                ["os_version"] = "24.04",
                ["hw_disk_bus"] = "virtio",
            },
            new SortedDictionary<string, string>(form.Metadata().ToDictionary(), StringComparer.Ordinal));
    }
}
