namespace GlancePortal.Domain.Images;

/// <summary>Who besides the owner's project sees an image.</summary>
public enum ImageVisibility
{
    /// <summary>The projects that are members.</summary>
    Shared,

    /// <summary>Nobody.</summary>
    Private,

    /// <summary>Everybody who knows its id or asks for community images.</summary>
    Community,

    /// <summary>Everybody.</summary>
    Public,
}
