namespace GlancePortal.Domain.Access;

/// <summary>What somebody does with a custom property.</summary>
public enum PropertyOperation
{
    /// <summary>Sets one that is not there.</summary>
    Create,

    /// <summary>Sees it. For who may not, it is not there.</summary>
    Read,

    /// <summary>Sets one that is there.</summary>
    Update,

    /// <summary>Removes it.</summary>
    Delete,
}
