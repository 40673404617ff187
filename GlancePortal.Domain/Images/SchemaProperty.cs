using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>A custom property that the schema describes. Its values are texts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shown">Its JSON schema as clients see it; do not change it.</param>
public sealed record SchemaProperty(string Name, JsonObject Shown)
{
    /// <summary>Whether a client may give null, which is kept as the empty text.</summary>
    public bool MayBeNull { get; init; }

    /// <summary>The values it may have; null means any text.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>Found in every value it may have.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>Least characters of a value.</summary>
    public int MinLength { get; init; }

    /// <summary>Most characters of a value.</summary>
    public int MaxLength { get; init; } = int.MaxValue;

    /// <exception cref="InvalidInputException">It cannot have this value.</exception>
    internal void Check(string value)
    {
        if (value.Length == 0 && MayBeNull)
        {
            return;
        }

        if (Allowed is not null && !Allowed.Contains(value, StringComparer.Ordinal))
        {
            throw Wrong($"must be one of {string.Join(", ", Allowed)}");
        }

        if (value.Length < MinLength || value.Length > MaxLength)
        {
            throw Wrong(MaxLength == int.MaxValue ? $"must have at least {MinLength} characters" : $"must have {MinLength} to {MaxLength} characters");
        }

        if (Pattern is not null && !Matches(value))
        {
            throw Wrong($"must match {Pattern}");
        }
    }

    private bool Matches(string value)
    {
        try
        {
            return Pattern!.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private InvalidInputException Wrong(string reason) => new($"Property {Name} {reason}.", "image.property_invalid");
}
