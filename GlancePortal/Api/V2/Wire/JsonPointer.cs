using GlancePortal.Domain.Errors;

namespace GlancePortal.Api.V2.Wire;

/// <summary>The path of a JSON Patch operation.</summary>
internal static class JsonPointer
{
    /// <summary>Its names, decoded.</summary>
    /// <exception cref="InvalidInputException">It is none.</exception>
    public static IReadOnlyList<string> Parse(string? pointer)
    {
        if (pointer is null || !pointer.StartsWith('/'))
        {
            throw Wrong(pointer, "must start with '/'");
        }

        var parts = pointer[1..].Split('/');
        if (parts.Any(string.IsNullOrWhiteSpace))
        {
            throw Wrong(pointer, "must not have an empty part");
        }

        return [.. parts.Select(part => Decode(pointer, part))];
    }

    private static string Decode(string pointer, string part)
    {
        for (var at = part.IndexOf('~', StringComparison.Ordinal); at >= 0; at = part.IndexOf('~', at + 1))
        {
            if (at + 1 == part.Length || part[at + 1] is not ('0' or '1'))
            {
                throw Wrong(pointer, "has a '~' that is not followed by 0 or 1");
            }
        }

        return part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
    }

    private static InvalidInputException Wrong(string? pointer, string reason) => new($"Pointer '{pointer}' {reason}.", "json.patch_invalid");
}
