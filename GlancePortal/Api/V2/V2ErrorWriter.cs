using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V2;

/// <summary>Errors as Glance's clients know them: HTML, or JSON for a client that names it and does not rather want HTML.</summary>
internal sealed class V2ErrorWriter(PublicAddress address) : IErrorWriter
{
    // The id of a request is looked at before `/v2.N` has become `/v2`.
    public bool Serves(PathString path) =>
        path.StartsWithSegments("/v2") || path.Value?.StartsWith("/v2.", StringComparison.OrdinalIgnoreCase) == true;

    public async Task WriteAsync(HttpContext context, ErrorAnswer answer, CancellationToken cancellationToken)
    {
        var title = ReasonPhrases.GetReasonPhrase(answer.Status);
        var json = WantsJson(context.Request);
        var body = json ? Json(answer, title) : Html(answer, title);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = json ? "application/json; charset=UTF-8" : "text/html; charset=UTF-8";
        context.Response.ContentLength = body.Length;
        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{address.Of(context.Request)}/v3\"";
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.BodyWriter.WriteAsync(body, cancellationToken);
        }
    }

    // Never JSON to `*/*` or to silence: the common Glance client sends no Accept and stumbles over a string in a JSON error.
    private static bool WantsJson(HttpRequest request)
    {
        double json = 0, html = -1, anyText = -1, anything = -1;
        foreach (var range in request.GetTypedHeaders().Accept)
        {
            var quality = range.Quality ?? 1;
            switch (range.MediaType.Value?.ToLowerInvariant())
            {
                case "application/json": json = Math.Max(json, quality); break;
                case "text/html": html = Math.Max(html, quality); break;
                case "text/*": anyText = Math.Max(anyText, quality); break;
                case "*/*": anything = Math.Max(anything, quality); break;
            }
        }

        var rather = html >= 0 ? html : anyText >= 0 ? anyText : anything;
        return json > 0 && json >= rather;
    }

    private static byte[] Json(ErrorAnswer answer, string title)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("message", answer.Message);
            json.WriteString("code", $"{answer.Status} {title}");
            json.WriteString("title", title);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static byte[] Html(ErrorAnswer answer, string title) => Encoding.UTF8.GetBytes($"""
        <html>
         <head>
          <title>{answer.Status} {title}</title>
         </head>
         <body>
          <h1>{answer.Status} {title}</h1>
          {WithoutMarkup(answer.Message)}<br /><br />
         </body>
        </html>

        """);

    // Clients drop the tags and show what is left without decoding it, so nothing is encoded that need not be.
    private static string WithoutMarkup(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
