namespace GlancePortal.Domain.Stores;

/// <summary>Ability: reading from the middle without reading what lies before.</summary>
public interface IRangeReads
{
    /// <summary>Opens <paramref name="length"/> bytes from <paramref name="offset"/>; the caller disposes the stream.</summary>
    /// <param name="location">Data to read.</param>
    /// <param name="offset">First byte; at or beyond the end the stream is empty.</param>
    /// <param name="length">Bytes to read at most; null reads to the end.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="DataNotFoundException">There is no such data.</exception>
    /// <exception cref="ForeignLocationException">The location is not one of this store.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer, or its device fails.</exception>
    Task<Stream> OpenReadAsync(StoreLocation location, long offset, long? length, CancellationToken cancellationToken);
}
