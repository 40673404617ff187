using System.Globalization;

namespace GlancePortal.Api.V2;

/// <summary>Leads `/v2.N/…`, and paths without a version whose client names one in Accept, to `/v2`; answers with the list of versions
/// where a client must choose. Stands before routing.</summary>
internal sealed class VersionNegotiation(RequestDelegate next, VersionList versions)
{
    private const string MediaType = "application/vnd.openstack.images-v2.";

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            return next(context);
        }

        if (path is "" or "/")
        {
            return AcceptsPages(context.Request) ? next(context) : versions.WriteAsync(context, StatusCodes.Status300MultipleChoices);
        }

        if (path == "/versions" || path.StartsWith("/versions/", StringComparison.Ordinal))
        {
            return versions.WriteAsync(context, StatusCodes.Status200OK);
        }

        if (path.StartsWith("/v2.", StringComparison.Ordinal))
        {
            return NumberedAsync(context, path);
        }

        if (AcceptedMinor(context.Request) is { } minor && versions.Has(minor))
        {
            context.Request.Path = "/v2" + path;
        }

        return next(context);
    }

    /// <summary>Whether this is a person's browser.</summary>
    public static bool AcceptsPages(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static int? AcceptedMinor(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        var at = accept.IndexOf(MediaType, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var text = accept.AsSpan(at + MediaType.Length);
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;
    }

    private Task NumberedAsync(HttpContext context, string path)
    {
        var end = path.IndexOf('/', 1);
        var number = end < 0 ? path.AsSpan(4) : path.AsSpan(4, end - 4);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) || !versions.Has(minor))
        {
            return versions.WriteAsync(context, StatusCodes.Status300MultipleChoices);
        }

        context.Request.Path = "/v2" + (end < 0 ? "" : path[end..]);
        return next(context);
    }
}
