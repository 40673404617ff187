namespace GlancePortal.Api.V2;

/// <summary>Routes as Glance has them.</summary>
internal static class V2Routes
{
    /// <summary>A GET that takes no body. HEAD is none of Glance's methods; the framework would serve it with every GET.</summary>
    public static RouteHandlerBuilder MapRead(this RouteGroupBuilder group, string pattern, Delegate handler) =>
        group.MapWithoutBody(HttpMethods.Get, pattern, handler);

    /// <summary>A method that takes no body.</summary>
    public static RouteHandlerBuilder MapWithoutBody(this RouteGroupBuilder group, string method, string pattern, Delegate handler) =>
        group.MapMethods(pattern, [method], handler).AddEndpointFilter(JsonBody.RefuseAsync);

    /// <summary>Answers 405 with these methods.</summary>
    public static void RefuseMethod(HttpContext context, string allowed)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = allowed;
    }
}
