using System.Text.RegularExpressions;

namespace GlancePortal.Domain.Access;

/// <summary>Who may make, see, change and remove which custom properties. Never asked of the fields that every image has.</summary>
/// <remarks>glance-behaviour.md, property protections: the first section that covers a name decides; a name that none covers is nobody's.</remarks>
public sealed class PropertyProtections
{
    private readonly IReadOnlyList<ProtectedSection> _sections;
    private readonly Policy _policy;

    internal PropertyProtections(IReadOnlyList<ProtectedSection> sections, Policy policy) => (_sections, _policy) = (sections, policy);

    /// <summary>No file: every property is everybody's.</summary>
    public static PropertyProtections None { get; } = new([], Policy.Default);

    /// <summary>Whether the caller may do this with a property of this name.</summary>
    public bool Allows(Caller caller, PropertyOperation operation, string name)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (_sections.Count == 0 || caller.IsSystem)
        {
            return true;
        }

        try
        {
            return _sections.FirstOrDefault(section => section.Names.IsMatch(name))?.Rights[(int)operation].Allows(caller, _policy) ?? false;
        }
        catch (RegexMatchTimeoutException)
        {
            // Nobody can tell which section covers it.
            return false;
        }
    }

    /// <summary>Which properties the caller sees.</summary>
    public PropertyView ViewOf(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return _sections.Count == 0 || caller.IsSystem
            ? PropertyView.Whole
            : new PropertyView(name => Allows(caller, PropertyOperation.Read, name));
    }
}
