using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.Options;

namespace GlancePortal.Access;

/// <summary>Lets only the portal's own pages open a circuit: a browser sends cookies with a WebSocket whatever page opens it.</summary>
internal sealed class CircuitOrigin(RequestDelegate next, IOptions<PortalOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/_blazor") || IsOwn(context.Request))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // Browsers always name the origin of a WebSocket; who names none is no browser and brings no stolen cookie.
    private bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || string.Equals(origin, $"{request.Scheme}://{request.Host.ToUriComponent()}", StringComparison.OrdinalIgnoreCase)
            || string.Equals(origin, options.Value.PublicEndpoint?.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
    }
}
