using System.Text;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Metadefs;
using Xunit;

namespace GlancePortal.Tests.Metadefs;

/// <summary>glance-behaviour.md, section 31: files in the shape of Glance's own tools.</summary>
[Trait("Suite", "unit")]
public sealed class MetadefFiles
{
    [Fact]
    public void A_file_as_Glance_exports_it_has_nulls_for_what_is_not_set()
    {
        var draft = Read("""
            { "namespace": "n", "display_name": null, "description": null, "visibility": null, "protected": null,
              "resource_type_associations": [ { "name": "r", "prefix": null, "properties_target": null } ],
              "properties": { "p": { "title": "P", "type": "string", "default": 5 } }, "objects": [ { "name": "o", "description": null, "properties": {} } ], "tags": [ { "name": "t" } ] }
            """);

        Assert.Equal(new NamespaceDraft("n") { OwnerId = "admin" }, draft with { Associations = [], Properties = [], Objects = [], Tags = [] }, Same);
        Assert.Equal([new AssociationDraft("r")], draft.Associations);
        Assert.Equal("""{"title":"P","type":"string","default":5}""", draft.Properties.Single().Definition);
        Assert.Null(draft.Objects.Single().Description);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "namespace": "n", "namespace": "m" }""")]
    [InlineData("""{ "namespace": "n", "properties": { "p": { "type": "string" } } }""")]
    public void What_is_no_namespace_is_refused(string text) => Assert.Throws<InvalidInputException>(() => Read(text));

    private static bool Same(NamespaceDraft one, NamespaceDraft other) =>
        (one.Name, one.DisplayName, one.Description, one.Visibility, one.Protected, one.OwnerId)
        == (other.Name, other.DisplayName, other.Description, other.Visibility, other.Protected, other.OwnerId);

    private static NamespaceDraft Read(string text)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return MetadefFile.Read(file);
    }
}
