namespace GlancePortal.Domain.Access;

/// <summary>Which custom properties one caller sees; the others are not there for them. Of one request: it remembers what it has answered.</summary>
public sealed class PropertyView
{
    private readonly Func<string, bool>? _shows;
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    internal PropertyView(Func<string, bool>? shows) => _shows = shows;

    /// <summary>All of them.</summary>
    public static PropertyView Whole { get; } = new(null);

    /// <summary>Whether it hides nothing, whatever the name.</summary>
    public bool IsWhole => _shows is null;

    /// <summary>Whether a property of this name is there.</summary>
    public bool Shows(string name)
    {
        if (_shows is null)
        {
            return true;
        }

        if (!_known.TryGetValue(name, out var shows))
        {
            _known[name] = shows = _shows(name);
        }

        return shows;
    }
}
