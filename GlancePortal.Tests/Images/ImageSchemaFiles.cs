using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Xunit;

namespace GlancePortal.Tests.Images;

/// <summary>Custom image schema files (glance-behaviour.md, image fields and schema facts).</summary>
[Trait("Suite", "unit")]
public sealed class ImageSchemaFiles
{
    [Theory]
    [InlineData("cost_center", "A12", true)]
    [InlineData("cost_center", "12", false)]
    [InlineData("cost_center", "", false)]
    [InlineData("tier", "gold", true)]
    [InlineData("tier", "", true)]
    [InlineData("tier", "tin", false)]
    [InlineData("note", "abcd", false)]
    [InlineData("note", "abc", true)]
    [InlineData("anything_else", "x", true)]
    [InlineData("kernel_id", "no id", true)]
    public void A_property_has_the_shape_that_the_file_gives_it(string name, string value, bool fits)
    {
        var schema = Read("""
            { "cost_center": { "type": "string", "pattern": "^[A-Z][0-9]+$", "description": "Who pays." },
              "tier": { "type": ["null", "string"], "enum": [null, "gold", "silver"] },
              "note": { "type": "string", "minLength": 1, "maxLength": 3 } }
            """);

        var fault = Record.Exception(() => schema.Check(name, value));

        Assert.Equal(fits, fault is null);
        Assert.Equal(fits, fault is not InvalidInputException);
    }

    [Fact]
    public void The_extended_form_also_says_what_every_image_must_have()
    {
        var schema = Read("""{ "properties": { "tier": { "type": "string" } }, "required": ["tier", "cost_center"] }""");

        Assert.Equal(["tier"], schema.Properties.Select(property => property.Name));
        Assert.Equal(["tier", "cost_center"], schema.Required);
        schema.CheckRequired(new Dictionary<string, string> { ["tier"] = "", ["cost_center"] = "" });
        var fault = Assert.Throws<InvalidInputException>(() => schema.CheckRequired(new Dictionary<string, string> { ["tier"] = "gold" }));
        Assert.Contains("cost_center", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_may_be_called_properties()
    {
        Assert.Equal(["properties"], Read("""{ "properties": { "type": "string" } }""").Properties.Select(property => property.Name));
    }

    [Fact]
    public void The_stock_properties_are_Glances()
    {
        Assert.Equal(
            ["kernel_id", "ramdisk_id", "instance_uuid", "architecture", "os_distro", "os_version", "description", "cinder_encryption_key_id", "cinder_encryption_key_deletion_policy"],
            ImageSchema.Stock.Properties.Select(property => property.Name));
        Assert.True(ImageSchema.Stock.MayBeNull("kernel_id"));
        Assert.False(ImageSchema.Stock.MayBeNull("os_distro"));
        Assert.Empty(ImageSchema.Stock.Required);
    }

    [Theory]
    [InlineData("[]", "it must be a JSON object.")]
    [InlineData("{", "")]
    [InlineData("""{ "owner": { "type": "string" } }""", "'owner' is a field that every image has, and cannot be a custom property.")]
    [InlineData("""{ "os_glance_x": { "type": "string" } }""", "'os_glance_x' is a field that every image has, and cannot be a custom property.")]
    [InlineData("""{ "properties": {}, "required": ["size"] }""", "'size' is a field that every image has, and cannot be a custom property.")]
    [InlineData("""{ "properties": {}, "required": "tier" }""", "'required' must be a list of names.")]
    [InlineData("""{ "properties": {}, "requires": [] }""", "'requires' means nothing beside 'properties' and 'required'.")]
    [InlineData("""{ "tier": "string" }""", "property 'tier': it needs a name")]
    [InlineData("""{ "tier": { "type": "integer" } }""", "property 'tier': type \"integer\" cannot be used")]
    [InlineData("""{ "tier": { "type": ["null"] } }""", "property 'tier': type [\"null\"] cannot be used")]
    [InlineData("""{ "tier": { "pattern": "(" } }""", "property 'tier': pattern \"(\" cannot be used")]
    [InlineData("""{ "tier": { "enum": [1] } }""", "property 'tier': enum [1] cannot be used")]
    [InlineData("""{ "tier": { "maxLength": -1 } }""", "property 'tier': maxLength -1 cannot be used")]
    [InlineData("""{ "tier": { "anyOf": [] } }""", "property 'tier': anyOf [] cannot be used")]
    [InlineData("""{ "tier": {}, "tier": {} }""", "")]
    public void A_file_that_cannot_be_used_is_refused(string text, string fault)
    {
        var faults = new List<string>();

        Assert.Null(ImageSchemaFile.Read(text, faults));
        Assert.StartsWith(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    private static ImageSchema Read(string text)
    {
        var faults = new List<string>();
        var schema = ImageSchemaFile.Read(text, faults);
        Assert.Empty(faults);
        return schema!;
    }
}
