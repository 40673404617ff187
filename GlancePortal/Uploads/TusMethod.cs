namespace GlancePortal.Uploads;

/// <summary>The method that a request means: clients behind strict proxies say it in a header. Nowhere else does that header count.</summary>
internal static class TusMethod
{
    public static string Of(HttpRequest request)
    {
        var wanted = request.Headers[TusHeaders.MethodOverride].ToString();
        return HttpMethods.GetCanonicalizedValue(wanted.Length == 0 ? request.Method : wanted.ToUpperInvariant());
    }
}
