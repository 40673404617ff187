using GlancePortal.Domain.Identity;

namespace GlancePortal.Access;

/// <summary>The token of a request, for resources that are about tokens; the others ask for the caller.</summary>
internal static class TokenFeature
{
    /// <exception cref="UnauthenticatedException">No valid token was shown.</exception>
    public static Token Token(this HttpContext context) => context.Features.Get<Token>() ?? throw new UnauthenticatedException();

    public static void SetToken(this HttpContext context, Token token) => context.Features.Set(token);
}
