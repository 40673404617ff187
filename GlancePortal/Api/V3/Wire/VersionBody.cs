using System.Text.Json.Serialization;

namespace GlancePortal.Api.V3.Wire;

internal sealed record VersionBody(VersionItem Version);

internal sealed record VersionItem(
    string Id,
    string Status,
    string Updated,
    IReadOnlyList<RelatedLink> Links,
    [property: JsonPropertyName("media-types")] IReadOnlyList<MediaType> MediaTypes);

internal sealed record RelatedLink(string Rel, string Href);

internal sealed record MediaType(string Base, string Type);
