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

        var text = path.Value.AsSpan(1);
        var end = text.IndexOf('/');
        return (end < 0 ? text : text[..end]) switch
        {
            "v3" => Door.OptionalToken,
            "uploads" => Door.TokenOrCookie,
            "api" when path.StartsWithSegments("/api/v1", StringComparison.Ordinal) => Door.TokenOrCookie,
            "v2" => Door.Token,
            ['v', '2', '.', ..] => Door.Token,
            "metrics" => Door.OptionalToken,
            _ => Door.Portal,
        };
    }
}
