namespace GlancePortal.Domain.Stores;

/// <summary>Ability: saying how much room is left.</summary>
public interface IFreeSpace
{
    /// <summary>Room of the store, all its directories or pools together.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<StoreSpace> MeasureSpaceAsync(CancellationToken cancellationToken);
}

/// <summary>Room of a store.</summary>
/// <param name="FreeBytes">Bytes that can still be written.</param>
/// <param name="TotalBytes">Bytes it can hold at all.</param>
public sealed record StoreSpace(long FreeBytes, long TotalBytes);
