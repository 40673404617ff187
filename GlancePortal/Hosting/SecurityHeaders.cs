using System.Security.Cryptography;

namespace GlancePortal.Hosting;

/// <summary>Headers that tell a browser what it may do with our answers.</summary>
internal static class SecurityHeaders
{
    private const string NonceKey = "csp-nonce";

    /// <summary>Allows one inline script of this answer: the import map.</summary>
    public static string Nonce(HttpContext context) => (string)context.Items[NonceKey]!;

    /// <summary>Sets the headers on every answer, before anything else can answer.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            context.Items[NonceKey] = nonce;
            // As late as possible: an error handler clears what was set before.
            context.Response.OnStarting(() =>
            {
                Set(context.Response.Headers, nonce);
                return Task.CompletedTask;
            });
            return next(context);
        });

    private static void Set(IHeaderDictionary headers, string nonce)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        // Radzen positions its dialogs with style attributes; style elements and foreign sheets stay forbidden.
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; style-src-attr 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";
    }
}
