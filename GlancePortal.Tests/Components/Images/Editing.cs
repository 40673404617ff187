using GlancePortal.Components.Images;
using GlancePortal.Domain.Images;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

[Trait("Suite", "components")]
public sealed class Editing
{
    [Fact]
    public void Nothing_changed_is_nothing_to_save() => Assert.Empty(new ImageEdit(Samples.Image()).Changes());

    [Fact]
    public void Only_what_differs_is_saved()
    {
        var edit = new ImageEdit(Samples.Image()) { Name = " renamed ", Visibility = ImageVisibility.Shared, Protected = true };

        Assert.Equal([new NameChange("renamed"), new VisibilityChange(ImageVisibility.Shared), new ProtectedChange(true)], edit.Changes());
    }

    [Fact]
    public void An_emptied_name_is_no_name() =>
        Assert.Equal([new NameChange(null)], new ImageEdit(Samples.Image()) { Name = "  " }.Changes());

    [Fact]
    public void The_description_is_a_property_of_its_own()
    {
        Assert.Equal([new PropertyChange("description", "New")], new ImageEdit(Samples.Image()) { Description = "New" }.Changes());
        Assert.Equal([new PropertyRemoval("description")], new ImageEdit(Samples.Image()) { Description = "" }.Changes());
        Assert.DoesNotContain(new ImageEdit(Samples.Image()).Properties, line => line.Name == "description");
    }

    [Theory]
    [InlineData("prod, x")]
    [InlineData("prod，x")]
    [InlineData("x,,prod, x")]
    public void Tags_are_separated_by_commas_of_either_width(string tags)
    {
        var change = Assert.IsType<TagsChange>(Assert.Single(new ImageEdit(Samples.Image()) { Tags = tags }.Changes()));

        Assert.Equal(["prod", "x"], change.Tags.Order());
    }

    [Fact]
    public void Properties_are_set_renamed_and_removed()
    {
        var edit = new ImageEdit(Samples.Image());
        edit.Properties[0].Name = "os_family";
        edit.Properties.Add(new PropertyLine { Name = "hw_disk_bus", Value = "scsi" });

        Assert.Equal(
            [new PropertyRemoval("os_distro"), new PropertyChange("os_family", "debian"), new PropertyChange("hw_disk_bus", "scsi")], edit.Changes());
    }

    [Fact]
    public void An_empty_line_is_no_property()
    {
        var edit = new ImageEdit(Samples.Image());
        edit.Properties.Add(new PropertyLine());

        Assert.Empty(edit.Changes());
        Assert.Empty(edit.Faults());
    }

    [Fact]
    public void A_value_without_a_name_and_a_name_used_twice_are_faults()
    {
        var edit = new ImageEdit(Samples.Image());
        var unnamed = new PropertyLine { Value = "x" };
        var twice = new PropertyLine { Name = "os_distro", Value = "y" };
        edit.Properties.AddRange([unnamed, twice]);

        Assert.Equal("Edit.Fault.PropertyUnnamed", edit.Faults()[unnamed.Field]);
        Assert.Equal("Edit.Fault.PropertyTwice", edit.Faults()[twice.Field]);
    }

    [Fact]
    public void A_name_of_256_characters_is_a_fault() =>
        Assert.Equal("Edit.Fault.NameTooLong", new ImageEdit(Samples.Image()) { Name = new string('x', 256) }.Faults()["name"]);

    [Fact]
    public void What_only_others_changed_is_taken_over()
    {
        var edit = new ImageEdit(Samples.Image()) { Protected = true };
        edit.Rebase(Samples.Image(image => image with { Name = "theirs", Tags = ["new"], Version = 8 }));

        Assert.Empty(edit.Conflicts);
        Assert.Equal(("theirs", "new", 8), (edit.Name, edit.Tags, edit.Version));
        Assert.Equal([new ProtectedChange(true)], edit.Changes());
    }

    [Fact]
    public void What_both_changed_is_for_the_person_to_decide()
    {
        var edit = new ImageEdit(Samples.Image()) { Name = "mine" };
        edit.Rebase(Samples.Image(image => image with { Name = "theirs", Version = 8 }));

        var conflict = Assert.Single(edit.Conflicts);
        Assert.Equal(new EditConflict("name", "theirs"), conflict);
        Assert.Equal([new NameChange("mine")], edit.Changes());

        edit.TakeTheirs(conflict);
        Assert.Empty(edit.Conflicts);
        Assert.Empty(edit.Changes());
    }

    [Fact]
    public void A_property_that_others_removed_and_oneself_changed_is_a_conflict()
    {
        var edit = new ImageEdit(Samples.Image());
        edit.Properties[0].Value = "ubuntu";
        edit.Rebase(Samples.Image(image => image with { Properties = [KeyValuePair.Create("description", "Base")], Version = 8 }));

        var conflict = Assert.Single(edit.Conflicts);
        Assert.Equal(new EditConflict("os_distro", null), conflict);

        edit.TakeTheirs(conflict);
        Assert.Empty(edit.Properties);
    }
}
