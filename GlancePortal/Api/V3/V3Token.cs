using GlancePortal.Access;

namespace GlancePortal.Api.V3;

/// <summary>Asks for a valid token before anything else is looked at.</summary>
internal static class V3Token
{
    public static RouteGroupBuilder RequireToken(this RouteGroupBuilder group) => group.AddEndpointFilter((context, next) =>
    {
        _ = context.HttpContext.Token();
        return next(context);
    });
}
