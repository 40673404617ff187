using GlancePortal.Api.OpenApi;

namespace GlancePortal.Api.Native;

/// <summary>What <see cref="ImageSearchQuery"/> reads, in words.</summary>
internal static class SearchParameters
{
    public static OperationDescription Of(OperationDescription it) => it
        .Query("q", "Part of the name, the id or a tag, or the beginning of a hash in at least four digits; whatever the case.")
        .Query("status", "Any of these statuses, separated by commas.")
        .Query("visibility", "Any of public, private, community, shared; or `all`, other projects' community images included.")
        .Query("disk_format", "Any of these formats.")
        .Query("container_format", "Any of these formats.")
        .Query("os_distro", "Any of these values of the property os_distro.")
        .Query("tag", "A tag.")
        .Query("property", "`name=value` of a custom property.")
        .Query("owner", "The project that owns it.")
        .Query("id", "Any of these ids.")
        .Query("name", "Exactly this name.")
        .Query("member_status", "accepted (unless said), pending, rejected or all, of images that are shared with the project.")
        .Query("hidden", "false (unless said), true or all.")
        .Query("protected", "true or false.")
        .Query("size_min", "Bytes of the data at least.", Shapes.Integer)
        .Query("size_max", "Bytes of the data at most.", Shapes.Integer)
        .Query("virtual_size_min", "Bytes of the disk at least; and virtual_size_max.", Shapes.Integer)
        .Query("min_disk_min", "The least disk in GB, at least; and min_disk_max.", Shapes.Integer)
        .Query("min_ram_min", "The least memory in MB, at least; and min_ram_max.", Shapes.Integer)
        .Query("created_after", "A time in ISO 8601.", Shapes.Time)
        .Query("created_before", "A time in ISO 8601.", Shapes.Time)
        .Query("updated_after", "A time in ISO 8601.", Shapes.Time)
        .Query("updated_before", "A time in ISO 8601.", Shapes.Time)
        .Query("sort", "`key:dir`; keys are name, status, container_format, disk_format, size, id, created_at, updated_at. `updated_at:desc` unless said.")
        .Query("limit", $"Images of the page, at most {ImageSearchQuery.MaxLimit}; 25 unless said.", Shapes.Integer)
        .Query("offset", "Images before the page.", Shapes.Integer)
        .Query("cursor", "`next` of the page before; not together with offset.")
        .Query("facets", $"What to count, separated by commas: {string.Join(", ", ImageFacets.Names)}.");
}
