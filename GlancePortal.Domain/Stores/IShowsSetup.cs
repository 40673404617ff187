namespace GlancePortal.Domain.Stores;

/// <summary>Ability: saying how the store is set up, for those who run it.</summary>
public interface IShowsSetup
{
    /// <summary>Facts under Glance's names, each a text, a whole number or true or false; never a secret.</summary>
    IReadOnlyList<KeyValuePair<string, object>> Setup { get; }
}
