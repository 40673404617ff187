namespace GlancePortal.Api.V3.Wire;

internal sealed record CatalogBody(IReadOnlyList<CatalogService> Catalog, CollectionLinks Links);

internal sealed record CatalogService(string Id, string Type, string Name, IReadOnlyList<CatalogEndpoint> Endpoints);

internal sealed record CatalogEndpoint(string Id, string Interface, string Region, string RegionId, string Url);

/// <summary>Lists are never cut, so there is no next page.</summary>
internal sealed record CollectionLinks(string Self, string? Next = null, string? Previous = null);
