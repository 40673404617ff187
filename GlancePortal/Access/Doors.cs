namespace GlancePortal.Access;

/// <summary>What a path takes as proof of who asks.</summary>
internal enum Door
{
    /// <summary>Pages and their files: the portal's cookie, which its own authentication reads.</summary>
    Portal,

    /// <summary>Programs that must show a token.</summary>
    Token,

    /// <summary>A token, which some of the resources do without.</summary>
    OptionalToken,

    /// <summary>Programs and the portal's scripts: a token, or the cookie with an anti-forgery header on every change.</summary>
    TokenOrCookie,
}

/// <summary>Which paths are which door.</summary>
internal static class Doors
{
    public static Door Of(PathString path)
    {
        if (!path.HasValue)
        {
            return Door.Portal;
        }

        // As routing matches: in any case. A door that is missed would be an open one.
        var text = path.Value.AsSpan(1);
        var end = text.IndexOf('/');
        var first = end < 0 ? text : text[..end];
        if (Is(first, "v2") || first.StartsWith("v2.", StringComparison.OrdinalIgnoreCase))
        {
            return Door.Token;
        }

        if (Is(first, "uploads") || path.StartsWithSegments("/api/v1", StringComparison.OrdinalIgnoreCase))
        {
            return Door.TokenOrCookie;
        }

        return Is(first, "v3") || Is(first, "metrics") ? Door.OptionalToken : Door.Portal;
    }

    private static bool Is(ReadOnlySpan<char> segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);
}
