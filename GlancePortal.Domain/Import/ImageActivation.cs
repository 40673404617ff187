using System.Globalization;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Import;

/// <summary>The moment in which an image gets its data. Inside of a write.</summary>
internal static class ImageActivation
{
    /// <summary>saving or importing → active: size, hashes, formats, properties, location, checksums and provenance.</summary>
    /// <returns>False when the image is neither: it was deleted, or somebody else took it.</returns>
    public static async Task<bool> ActivateAsync(
        this PortalDb db, ChangeSet set, Image image, ImageStatus from, ImageCopy copy, ImportOutcome? outcome, CancellationToken cancellationToken)
    {
        var facts = copy.Facts;
        var diskFormat = outcome?.DiskFormat ?? image.DiskFormat!;
        var containerFormat = outcome?.ContainerFormat ?? image.ContainerFormat!;
        var virtualSize = ContentRules.VirtualSizeBytes(diskFormat, containerFormat, facts.Format);
        var activated = await db.Images.Where(row => row.Id == image.Id && row.Status == from).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, ImageStatus.Active)
                .SetProperty(x => x.StatusReason, (string?)null)
                .SetProperty(x => x.DiskFormat, diskFormat)
                .SetProperty(x => x.ContainerFormat, containerFormat)
                .SetProperty(x => x.Size, facts.Bytes)
                .SetProperty(x => x.VirtualSize, virtualSize)
                .SetProperty(x => x.Checksum, facts.Md5)
                .SetProperty(x => x.HashAlgorithm, facts.HashAlgorithm)
                .SetProperty(x => x.HashValue, facts.HashValue)
                .SetProperty(x => x.UpdatedAt, set.At)
                .SetProperty(x => x.Version, x => x.Version + 1),
            cancellationToken);
        if (activated == 0)
        {
            return false;
        }

        db.AddCopy(set, image.Id, copy);
        set.Record(UploadEvents.ImageActivated, "image", image.Id.ToString(), image.OwnerId, detail: new Dictionary<string, string?>
        {
            ["size"] = facts.Bytes.ToString(CultureInfo.InvariantCulture),
            ["store"] = copy.StoreId,
            [facts.HashAlgorithm] = facts.HashValue,
        });
        if (outcome is not null)
        {
            await db.SetPropertiesAsync(image.Id, outcome.Properties, cancellationToken);
            await db.KeepProvenanceAsync(set, image.Id, outcome, cancellationToken);
        }

        return true;
    }

    /// <summary>Adds a copy to an image that has its data already, or gets it in the same transaction.</summary>
    public static void AddCopy(this PortalDb db, ChangeSet set, Guid imageId, ImageCopy copy) => db.ImageLocations.Add(new ImageLocation
    {
        ImageId = imageId,
        DataId = copy.DataId,
        StoreId = copy.StoreId,
        Url = copy.Location.Url,
        CreatedAt = set.At,
        Checksums = new LocationChecksums { BlockBytes = BlockChecksums.BlockBytes, Blocks = copy.Facts.BlockChecksums },
    });

    private static async Task KeepProvenanceAsync(
        this PortalDb db, ChangeSet set, Guid imageId, ImportOutcome outcome, CancellationToken cancellationToken)
    {
        await db.ImageProvenances.Where(row => row.ImageId == imageId).ExecuteDeleteAsync(cancellationToken);
        db.ImageProvenances.Add(new ImageProvenance
        {
            ImageId = imageId,
            Facts = outcome.ToJson(),
            At = set.At,
        });
    }

    private static async Task SetPropertiesAsync(
        this PortalDb db, Guid imageId, Dictionary<string, string?> properties, CancellationToken cancellationToken)
    {
        if (properties.Count == 0)
        {
            return;
        }

        var image = await db.Images.AsTracking().Include(row => row.Properties).Include(row => row.Tags)
            .SingleAsync(row => row.Id == imageId, cancellationToken);
        foreach (var (name, value) in properties)
        {
            image.Properties.RemoveAll(property => property.Name == name && value is null);
            if (value is not null && image.Properties.Find(property => property.Name == name) is { } known)
            {
                known.Value = value;
            }
            else if (value is not null)
            {
                image.Properties.Add(new ImageProperty { ImageId = imageId, Name = name, Value = value });
            }
        }

        ImageSearchFields.Keep(image);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}

/// <summary>A copy that a store has taken.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="DataId">Id that the data has there.</param>
/// <param name="Location">Where it is.</param>
/// <param name="Facts">What was found about it.</param>
internal sealed record ImageCopy(string StoreId, Guid DataId, StoreLocation Location, ContentFacts Facts);
