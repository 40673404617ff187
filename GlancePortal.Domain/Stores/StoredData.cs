namespace GlancePortal.Domain.Stores;

/// <summary>What a store answers when it holds all of an image's bytes durably.</summary>
/// <param name="Location">Where they are.</param>
/// <param name="Bytes">How many they are.</param>
public sealed record StoredData(StoreLocation Location, long Bytes);
