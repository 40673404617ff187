using GlancePortal.Domain.Access;
using GlancePortal.Domain.Identity;

namespace GlancePortal.Access;

/// <summary>Tells from a request's tokens who asks.</summary>
internal sealed class TokenCallers(Tokens tokens) : ICallerSource
{
    public const string Header = "X-Auth-Token";
    private const string ServiceHeader = "X-Service-Token";

    public Caller? Find(HttpContext context)
    {
        if (tokens.Read(TextOf(context.Request)) is not { } token)
        {
            return null;
        }

        context.SetToken(token);
        var serviceToken = context.Request.Headers[ServiceHeader];
        return token.Caller with
        {
            RequestId = context.TraceIdentifier,
            RemoteAddress = context.Connection.RemoteIpAddress?.ToString(),
            ServiceRoles = serviceToken.Count == 0 ? [] : tokens.Read(serviceToken)?.Caller.Roles ?? [],
        };
    }

    public bool IsShown(HttpContext context) => context.Request.Headers.ContainsKey(Header);

    // What scrapes metrics knows bearer tokens only; nothing else takes one.
    private static string? TextOf(HttpRequest request)
    {
        const string Bearer = "Bearer ";
        var text = request.Headers[Header].ToString();
        return text.Length == 0 && request.Path == "/metrics" && request.Headers.Authorization.ToString() is { } authorization
            && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? authorization[Bearer.Length..].Trim()
                : text;
    }
}
