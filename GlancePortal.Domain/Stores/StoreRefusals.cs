using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Stores;

/// <summary>A store already holds data for this image. Answered 409.</summary>
public sealed class DuplicateDataException(string storeId, Guid imageId, Exception? inner = null)
    : DomainException("store.duplicate", $"Store '{storeId}' already holds data for image {imageId}.", inner);

/// <summary>A store has no room. Answered 413 as Glance does, 507 at our own doors.</summary>
public sealed class StoreFullException(string storeId, Exception? inner = null)
    : DomainException("store.full", $"Store '{storeId}' has no room for this data.", inner);

/// <summary>The data a location names is not there. Answered 404.</summary>
public sealed class DataNotFoundException(string storeId, Exception? inner = null)
    : DomainException("store.data_not_found", $"Store '{storeId}' does not hold this data.", inner);

/// <summary>A store may not be written: permissions or a read-only file system. Answered 503.</summary>
public sealed class StoreWriteDeniedException(string storeId, Exception? inner = null)
    : DomainException("store.write_denied", $"Store '{storeId}' may not be written.", inner);

/// <summary>A store does not answer or its device fails. Answered 503.</summary>
public sealed class StoreUnavailableException(string storeId, Exception? inner = null)
    : DomainException("store.unavailable", $"Store '{storeId}' is not available.", inner);

/// <summary>A store is configured read-only. Answered 410, as Glance does.</summary>
public sealed class StoreAddDisabledException(string storeId)
    : DomainException("store.add_disabled", $"Store '{storeId}' does not take new data.");

/// <summary>No store has this id. Answered 400.</summary>
public sealed class UnknownStoreException(string storeId)
    : DomainException("store.unknown", $"There is no store '{storeId}'.");

/// <summary>A location does not lie in the store that was asked for it. Answered 400.</summary>
public sealed class ForeignLocationException(string storeId)
    : DomainException("store.foreign_location", $"The location is not one of store '{storeId}'.");
