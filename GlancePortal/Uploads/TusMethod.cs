namespace GlancePortal.Uploads;

/// <summary>The method that a request means: clients behind strict proxies say it in a header of a POST. Nowhere else does that header count.</summary>
internal static class TusMethod
{
    public static string Of(HttpRequest request)
    {
        // Only of a POST: what guards changes looks at the request's own method.
        var wanted = HttpMethods.IsPost(request.Method) ? request.Headers[TusHeaders.MethodOverride].ToString() : "";
        return HttpMethods.GetCanonicalizedValue(wanted.Length == 0 ? request.Method : wanted.ToUpperInvariant());
    }
}
