namespace GlancePortal.Api.V2;

/// <summary>Routes as Glance has them.</summary>
internal static class V2Routes
{
    /// <summary>A GET that takes no body. HEAD is none of Glance's methods; the framework would serve it with every GET.</summary>
    public static void MapRead(this RouteGroupBuilder group, string pattern, Delegate handler) =>
        group.MapMethods(pattern, [HttpMethods.Get], handler).AddEndpointFilter(JsonBody.RefuseAsync);
}
