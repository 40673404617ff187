using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Images;

/// <summary>What the operator allows those who make and change images: by the policy, by property protections, by the schema.</summary>
/// <param name="access">The policy.</param>
/// <param name="rules">The property protections as they hold now.</param>
/// <param name="schema">The shape of properties.</param>
public sealed class ImagePermits(ImageAccess access, RulesInForce rules, ImageSchema schema)
{
    /// <summary>Who may do what.</summary>
    internal ImageAccess Access => access;

    /// <summary>Which custom properties the caller sees.</summary>
    internal PropertyView ViewOf(Caller caller) => rules.Current.Protections.ViewOf(caller);

    /// <summary>Refuses a draft that the caller may not make, or that lacks what every image must have.</summary>
    /// <exception cref="ForbiddenException">Not by this caller, or not with this owner, visibility or property.</exception>
    /// <exception cref="InvalidInputException">A property breaks the schema.</exception>
    internal void RequireCreate(Caller caller, ImageDraft draft)
    {
        var owner = draft.OwnerFor(caller);
        access.RequireCreate(caller, owner);
        access.RequireVisibility(caller, owner, draft.Visibility);
        foreach (var (name, value) in draft.Properties)
        {
            RequireProperty(caller, PropertyOperation.Create, name);
            schema.Check(name, value);
        }

        schema.CheckRequired(draft.Properties);
    }

    /// <exception cref="InvalidInputException">The property cannot have this value.</exception>
    internal void CheckProperty(string name, string value) => schema.Check(name, value);

    /// <exception cref="ForbiddenException">The caller may not do this with a property of this name.</exception>
    internal void RequireProperty(Caller caller, PropertyOperation operation, string name)
    {
        if (!rules.Current.Protections.Allows(caller, operation, name))
        {
            throw new ForbiddenException($"Property '{name}' is protected.", "image.property_protected");
        }
    }
}
