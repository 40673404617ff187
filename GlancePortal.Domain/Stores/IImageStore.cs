namespace GlancePortal.Domain.Stores;

/// <summary>A place for image data. What only some stores can do is an ability of its own; see <see cref="StoreAbilities.As{T}"/>.</summary>
public interface IImageStore
{
    /// <summary>Id of the store, as configured below <c>Stores:Backends</c>.</summary>
    string Id { get; }

    /// <summary>Writes all of <paramref name="data"/> durably, or leaves nothing behind.</summary>
    /// <param name="imageId">Image the data belongs to; a store holds data for an image once.</param>
    /// <param name="data">Read once, to its end; the caller disposes it. Whatever it throws ends the writing and reaches the caller unchanged.</param>
    /// <param name="sizeHint">Length in bytes when the client declared it, else null. Only a hint: the stream decides.</param>
    /// <param name="cancellationToken">Ends the writing; nothing stays behind.</param>
    /// <exception cref="DuplicateDataException">Data for this image is already here.</exception>
    /// <exception cref="StoreFullException">No room.</exception>
    /// <exception cref="StoreWriteDeniedException">The store may not be written.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer, or its device fails.</exception>
    Task<StoredData> AddAsync(Guid imageId, Stream data, long? sizeHint, CancellationToken cancellationToken);

    /// <summary>Opens the data from its first byte; the caller disposes the stream.</summary>
    /// <exception cref="DataNotFoundException">There is no such data.</exception>
    /// <exception cref="ForeignLocationException">The location is not one of this store.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer, or its device fails.</exception>
    Task<Stream> OpenReadAsync(StoreLocation location, CancellationToken cancellationToken);

    /// <summary>Removes the data, or a temporary file that <see cref="IListsData"/> showed; readers who opened it before go on to its end.</summary>
    /// <exception cref="DataNotFoundException">There is no such data; an earlier delete may have got this far.</exception>
    /// <exception cref="ForeignLocationException">The location is not one of this store.</exception>
    /// <exception cref="StoreWriteDeniedException">The store may not be written.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer, or its device fails.</exception>
    Task DeleteAsync(StoreLocation location, CancellationToken cancellationToken);
}
