using GlancePortal.Domain.Access;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>A database with so many images that no list may look at all of them.</summary>
public sealed class ImageCrowd<TDatabase> : IAsyncLifetime
    where TDatabase : TestDatabase, new()
{
    /// <summary>How many there are: half of them the member's project's, one in five public, all of them debian and lts.</summary>
    public const int Images = 3000;

    public TDatabase Database { get; } = new();

    public Caller Member { get; } = Callers.Member();

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        var draft = new ImageDraft { Tags = ["lts"], Properties = new Dictionary<string, string> { ["os_distro"] = "debian" } };
        var first = await Database.InScopeAsync((ImageRecords records) => records.CreateAsync(Member, draft, CancellationToken.None));
        await Database.InScopeAsync(async (PortalDb db) =>
        {
            db.Images.AddRange(Enumerable.Range(0, Images).Select(number => Make(first, number)));
            await db.SaveChangesAsync(CancellationToken.None);
            // As the server does it soon after so many changes.
            await db.Database.ExecuteSqlRawAsync(db is SqlitePortalDb ? "SELECT 1" : "ANALYZE", CancellationToken.None);
        });
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static Image Make(Image first, int number)
    {
        var image = new Image
        {
            Id = Guid.NewGuid(), Name = $"image {number}", OwnerId = number % 2 == 0 ? first.OwnerId : "another", Status = ImageStatus.Active,
            Visibility = number % 5 == 0 ? ImageVisibility.Public : ImageVisibility.Private, DiskFormat = "raw", ContainerFormat = "bare", Size = number,
            CreatedAt = first.CreatedAt.AddSeconds(-number), UpdatedAt = first.UpdatedAt.AddSeconds(number), Version = 1, TagSet = first.TagSet, OsDistro = first.OsDistro,
        };
        image.Tags.Add(new ImageTag { Value = "lts" });
        image.Properties.Add(new ImageProperty { Name = "os_distro", Value = "debian" });
        image.Properties.Add(new ImageProperty { Name = "number", Value = $"{number}" });
        return image;
    }
}
