using System.Collections.Concurrent;
using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Data;

/// <summary>The records in the embedded database.</summary>
/// <param name="options">Options with the file's connection string.</param>
public sealed class SqlitePortalDb(DbContextOptions<SqlitePortalDb> options) : PortalDb(options)
{
    // SQLite has one writer; those of one process queue here, by file, instead of polling the file's lock.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, WalFlush> Flushes = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Only queries that say the second condition, which always holds, use these indexes: any other list would be walked in their order and sorted.
        const string Counted = "deleted_at IS NULL AND search_text >= ''";

        // Slim copies of the table in the order in which a search counts: it neither reads whole rows nor sorts. See docs/adr/0017-search.md.
        // PostgreSQL limits the length of an index's entry, and reads its table faster.
        var images = builder.Entity<Image>();
        images.HasIndex(
                image => new
                {
                    image.Visibility, image.Status, image.DiskFormat, image.ContainerFormat, image.OsDistro, image.TagSet, image.Hidden, image.DeletedAt,
                    image.CreatedAt, image.UpdatedAt, image.Size, image.SearchText, image.Id, image.OwnerId,
                })
            .HasDatabaseName("ix_images_search").HasFilter(Counted);
        images.HasIndex(
                image => new
                {
                    image.OwnerId, image.Status, image.Visibility, image.DiskFormat, image.ContainerFormat, image.OsDistro, image.TagSet, image.Hidden,
                    image.DeletedAt, image.CreatedAt, image.UpdatedAt, image.Size, image.SearchText, image.Id,
                })
            .HasDatabaseName("ix_images_search_owner").HasFilter(Counted);
    }

    /// <inheritdoc/>
#pragma warning disable CA1309 // translated to SQL
    public override IQueryable<Image> Counted(IQueryable<Image> images) => images.Where(image => string.Compare(image.SearchText, "") >= 0);
#pragma warning restore CA1309

    /// <inheritdoc/>
    public override bool CountsInOrder => true;

    /// <inheritdoc/>
    public override IQueryable<Image> Fetched(IQueryable<Image> counted)
    {
        // The indexes for counting have no more than ids of what is to be shown.
        var ids = counted.Select(image => image.Id);
        return Images.AsNoTracking().Where(image => ids.Contains(image.Id));
    }

    /// <inheritdoc/>
    protected override async ValueTask<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var free = Turns.GetOrAdd(Database.GetConnectionString() ?? "", _ => new SemaphoreSlim(1, 1));
        await free.WaitAsync(cancellationToken);
        return new Turn(free);
    }

    /// <inheritdoc/>
    protected override Task FlushAsync() =>
        Flushes.GetOrAdd(Database.GetDbConnection().DataSource, file => new WalFlush(file + "-wal")).FlushAsync();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
