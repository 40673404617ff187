using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Api.V3;

/// <summary>The services that clients find by a token: this program, as image service and as identity service.</summary>
internal sealed class V3Catalog(PublicAddress address)
{
    public const string Region = "RegionOne";
    private static readonly string[] Interfaces = ["public", "internal", "admin"];

    public IReadOnlyList<CatalogService> For(HttpRequest request)
    {
        var root = address.Of(request);
        return [Service("image", "glance", root), Service("identity", "keystone", $"{root}/v3")];
    }

    private static CatalogService Service(string type, string name, string url) => new(
        StableIds.Of("service", type),
        type,
        name,
        [.. Interfaces.Select(side => new CatalogEndpoint(StableIds.Of("endpoint", $"{type}/{side}"), side, Region, Region, url))]);
}
