namespace GlancePortal.Domain.Stores;

/// <summary>Ability: taking over a complete local file without copying its bytes when both are on one file system.</summary>
public interface IAdoptsFiles
{
    /// <summary>Makes the file at <paramref name="path"/> the image's data; it is durable when this returns, and the file is gone from its place.</summary>
    /// <param name="imageId">Image the data belongs to.</param>
    /// <param name="path">Complete file that nobody writes any more. After any refusal it is still there.</param>
    /// <param name="cancellationToken">Ends the work where it can still be undone.</param>
    /// <exception cref="DuplicateDataException">Data for this image is already here.</exception>
    /// <exception cref="StoreFullException">The file lies on another file system and here is no room for a copy.</exception>
    /// <exception cref="StoreWriteDeniedException">The store may not be written.</exception>
    /// <exception cref="StoreUnavailableException">The store's device fails.</exception>
    Task<StoredData> AdoptAsync(Guid imageId, string path, CancellationToken cancellationToken);
}
