namespace GlancePortal.Domain.Stores;

/// <summary>Ability: listing what is stored, for the sweep of bytes that no record owns.</summary>
public interface IListsData
{
    /// <summary>Everything the store holds, complete or not, in no order; files that are not the store's own are left out.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    IAsyncEnumerable<ListedData> ListAsync(CancellationToken cancellationToken);
}

/// <summary>One entry of a store's list.</summary>
/// <param name="Location">Where it is; <see cref="IImageStore.DeleteAsync"/> takes it.</param>
/// <param name="ImageId">Image it was written for.</param>
/// <param name="IsTemporary">Whether it is an unfinished write: running, or left by a process that died.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="LastWriteAt">When it was last written.</param>
public sealed record ListedData(StoreLocation Location, Guid ImageId, bool IsTemporary, long Bytes, DateTimeOffset LastWriteAt);
