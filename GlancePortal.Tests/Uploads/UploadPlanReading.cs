using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Uploads;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "unit")]
public sealed class UploadPlanReading
{
    [Fact]
    public void Fields_of_an_image_are_taken_and_the_rest_become_properties()
    {
        var plan = UploadPlan.Read(new Dictionary<string, string>
        {
            ["name"] = "trixie", ["disk_format"] = "qcow2", ["container_format"] = "bare", ["visibility"] = "private", ["min_disk"] = "10",
            ["min_ram"] = "512", ["protected"] = "True", ["tags"] = "a, b", ["os_distro"] = "debian", ["description"] = "for tests",
            ["filename"] = "trixie.qcow2", ["filetype"] = "application/x-qemu-disk", ["relativePath"] = "dir/trixie.qcow2", ["store"] = "fast",
        });

        Assert.Null(plan.ImageId);
        Assert.Equal("trixie", plan.Draft!.Name);
        Assert.Equal(ImageVisibility.Private, plan.Draft.Visibility);
        Assert.Equal((10, 512, true), (plan.Draft.MinDisk, plan.Draft.MinRam, plan.Draft.Protected));
        Assert.Equal(["a", "b"], plan.Draft.Tags);
        Assert.Equal(["description", "os_distro"], plan.Draft.Properties.Keys.Order());
        Assert.Equal(("trixie.qcow2", "fast"), (plan.FileName, plan.StoreId));
    }

    [Fact]
    public void The_files_name_stands_in_for_the_images() =>
        Assert.Equal("a.raw", UploadPlan.Read(new Dictionary<string, string>
        {
            ["filename"] = "a.raw", ["disk_format"] = "raw", ["container_format"] = "bare",
        }).Draft!.Name);

    [Fact]
    public void Digests_are_kept_in_lower_case()
    {
        var id = Guid.NewGuid();
        var plan = UploadPlan.Read(new Dictionary<string, string> { ["image_id"] = id.ToString(), ["checksum_sha256"] = new string('A', 64), ["checksum_md5"] = "" });

        Assert.Equal(id, plan.ImageId);
        Assert.Equal(new string('a', 64), Assert.Single(plan.ExpectedDigests, digest => digest.Key == "sha256").Value);
    }

    [Theory]
    [InlineData("checksum_crc32", "00")]
    [InlineData("checksum_sha256", "zz")]
    [InlineData("checksum_md5", "abc")]
    [InlineData("status", "active")]
    [InlineData("size", "5")]
    [InlineData("os_glance_importing_to_stores", "a")]
    [InlineData("visibility", "everybody")]
    [InlineData("min_disk", "-1")]
    [InlineData("protected", "perhaps")]
    [InlineData("filename", "a\0b")]
    public void A_reserved_name_or_a_value_out_of_range_is_refused(string name, string value) =>
        Assert.Throws<InvalidInputException>(() => UploadPlan.Read(new Dictionary<string, string>
        {
            ["disk_format"] = "raw", ["container_format"] = "bare", [name] = value,
        }));

    [Fact]
    public void An_image_that_is_there_keeps_its_properties() =>
        Assert.Throws<InvalidInputException>(() => UploadPlan.Read(new Dictionary<string, string>
        {
            ["image_id"] = Guid.NewGuid().ToString(), ["disk_format"] = "raw",
        }));

    [Fact]
    public void Formats_are_needed_to_make_an_image() =>
        Assert.Throws<InvalidInputException>(() => UploadPlan.Read(new Dictionary<string, string> { ["name"] = "x" }));

    [Fact]
    public void An_id_that_cannot_be_one_is_not_found() =>
        Assert.Throws<NotFoundException>(() => UploadPlan.Read(new Dictionary<string, string> { ["image_id"] = "not-an-id" }));
}
