using GlancePortal.Domain.Stores;

namespace GlancePortal.Domain.Content;

/// <summary>A stored copy of an image's data with what is needed to trust it.</summary>
/// <param name="ImageId">Image it belongs to.</param>
/// <param name="Store">Store that holds it.</param>
/// <param name="Location">Where in the store.</param>
/// <param name="Bytes">Its length, as recorded when it was stored.</param>
/// <param name="BlockChecksums">Its checksums, as recorded when it was stored; see <see cref="ContentFacts.BlockChecksums"/>.</param>
public sealed record StoredContent(Guid ImageId, IImageStore Store, StoreLocation Location, long Bytes, ReadOnlyMemory<byte> BlockChecksums);
