namespace GlancePortal.Domain.Images;

/// <summary>Where an image is in its life.</summary>
public enum ImageStatus
{
    /// <summary>A record without data.</summary>
    Queued,

    /// <summary>Its data is on the way to a store.</summary>
    Saving,

    /// <summary>Usable: data, size and hashes are stored.</summary>
    Active,

    /// <summary>Data is being staged for an import.</summary>
    Uploading,

    /// <summary>An import runs.</summary>
    Importing,

    /// <summary>Usable by administrators only.</summary>
    Deactivated,

    /// <summary>Failed for good; kept for records made by others.</summary>
    Killed,

    /// <summary>Deleted, data kept while it can be restored.</summary>
    PendingDelete,

    /// <summary>Deleted; the id stays burnt.</summary>
    Deleted,
}
