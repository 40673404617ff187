namespace GlancePortal.Domain.Metadefs;

/// <summary>What the kinds of parts are called: in the audit, and in the rules of access.</summary>
/// <param name="Event">Kind of object in the audit, for example `metadef_tag`.</param>
/// <param name="Get">Rule for seeing one.</param>
/// <param name="List">Rule for listing those of a namespace.</param>
/// <param name="Add">Rule for adding one.</param>
/// <param name="AddAll">Rule for adding several at once.</param>
/// <param name="Modify">Rule for changing one.</param>
/// <param name="Remove">Rule for removing one.</param>
/// <param name="RemoveAll">Rule for removing all of a namespace.</param>
internal sealed record MetadefKind(
    string Event, string Get, string List, string Add, string AddAll, string Modify, string Remove, string RemoveAll)
{
    private static readonly Dictionary<Type, MetadefKind> Kinds = new()
    {
        [typeof(MetadefProperty)] = new(
            "metadef_property", "get_metadef_property", "get_metadef_properties", "add_metadef_property", "add_metadef_property", "modify_metadef_property", "remove_metadef_property", "delete_metadef_namespace"),
        [typeof(MetadefObject)] = new(
            "metadef_object", "get_metadef_object", "get_metadef_objects", "add_metadef_object", "add_metadef_object", "modify_metadef_object", "delete_metadef_object", "delete_metadef_namespace"),
        [typeof(MetadefTag)] = new(
            "metadef_tag", "get_metadef_tag", "get_metadef_tags", "add_metadef_tag", "add_metadef_tags", "modify_metadef_tag", "delete_metadef_tag", "delete_metadef_tags"),
        [typeof(MetadefAssociation)] = new(
            "metadef_resource_type", "get_metadef_resource_type", "get_metadef_resource_type", "add_metadef_resource_type_association",
            "add_metadef_resource_type_association", "add_metadef_resource_type_association",
            "remove_metadef_resource_type_association", "remove_metadef_resource_type_association"),
    };

    public static MetadefKind Of<T>()
        where T : MetadefPart => Kinds[typeof(T)];
}
