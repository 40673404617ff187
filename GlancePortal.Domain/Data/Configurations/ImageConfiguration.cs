using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlancePortal.Domain.Data.Configurations;

internal sealed class ImageConfiguration : IEntityTypeConfiguration<Image>
{
    private const string Living = "deleted_at IS NULL";
    private const string Restorable = $"status = '{nameof(ImageStatus.PendingDelete)}'";

    public void Configure(EntityTypeBuilder<Image> builder)
    {
        builder.ToTable("Images").HasKey(image => image.Id);
        builder.Property(image => image.Id).ValueGeneratedNever();
        builder.Property(image => image.Name).HasMaxLength(255);
        builder.Property(image => image.StatusReason).HasMaxLength(100);
        builder.Property(image => image.OwnerId).HasMaxLength(255);
        builder.Property(image => image.DiskFormat).HasMaxLength(20);
        builder.Property(image => image.ContainerFormat).HasMaxLength(20);
        builder.Property(image => image.Checksum).HasMaxLength(32);
        builder.Property(image => image.HashAlgorithm).HasMaxLength(64);
        builder.Property(image => image.HashValue).HasMaxLength(128);
        builder.Property(image => image.Version).IsConcurrencyToken();
        builder.Property(image => image.OsDistro).HasMaxLength(255);
        builder.HasMany(image => image.Properties).WithOne().HasForeignKey(property => property.ImageId);
        builder.HasMany(image => image.Tags).WithOne().HasForeignKey(tag => tag.ImageId);
        builder.HasMany(image => image.Members).WithOne().HasForeignKey(member => member.ImageId);
        builder.HasMany(image => image.Locations).WithOne().HasForeignKey(location => location.ImageId);

        // A list is "what a project sees, newest first": its own images by owner, the others by visibility.
        // Deleted images stay in the table and out of these indexes, however many they become.
        builder.HasIndex(image => new { image.OwnerId, image.CreatedAt, image.Id }).HasFilter(Living);
        builder.HasIndex(image => new { image.Visibility, image.CreatedAt, image.Id }).HasFilter(Living);
        builder.HasIndex(image => new { image.CreatedAt, image.Id }).HasFilter(Living);
        ConfigureOrders(builder);
        builder.HasIndex(image => image.Name).HasFilter(Living);
        builder.HasIndex(image => image.Checksum).HasFilter(Living);
        builder.HasIndex(image => image.HashValue).HasFilter(Living);
        builder.HasIndex(image => image.Status);
        builder.HasIndex(image => image.DeletedAt).HasFilter("deleted_at IS NOT NULL");

        // The recycle bin of a project, and what it takes of the project's quota.
        builder.HasIndex(image => new { image.OwnerId, image.DeletedAt, image.Id }).HasFilter(Restorable);
    }

    // A list in another order walks an index in that order. What it is sorted by is never null. Of images that share it the newest come first, whichever
    // the direction, and a walk cannot turn round on its way: there is an index for either.
    private static void ConfigureOrders(EntityTypeBuilder<Image> builder)
    {
        Column<string>(builder, ImageOrder.NameColumn, "coalesce(name, '')");
        Column<long>(builder, ImageOrder.SizeColumn, "coalesce(size, -1)");
        Column<string>(builder, ImageOrder.DiskFormatColumn, "coalesce(disk_format, '')");
        Column<string>(builder, ImageOrder.ContainerFormatColumn, "coalesce(container_format, '')");
        Column<string>(builder, ImageOrder.StatusColumn, "status");
        string[] columns =
        [
            nameof(Image.UpdatedAt), ImageOrder.StatusColumn,
            ImageOrder.NameColumn, ImageOrder.SizeColumn, ImageOrder.DiskFormatColumn, ImageOrder.ContainerFormatColumn,
        ];
        foreach (var column in columns)
        {
            string[] order = [column, nameof(Image.CreatedAt), nameof(Image.Id)];
            builder.HasIndex(order, $"IX_Images_{column}_Down").HasFilter(Living);
            builder.HasIndex(order, $"IX_Images_{column}_Up").IsDescending(false, true, true).HasFilter(Living);
        }
    }

    private static void Column<T>(EntityTypeBuilder<Image> builder, string name, string sql)
    {
        var column = builder.Property<T>(name).IsRequired().HasComputedColumnSql(sql, stored: true).ValueGeneratedNever().Metadata;
        // Nobody reads it back.
        column.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        column.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}

internal sealed class ImagePropertyConfiguration : IEntityTypeConfiguration<ImageProperty>
{
    public void Configure(EntityTypeBuilder<ImageProperty> builder)
    {
        builder.ToTable("ImageProperties").HasKey(property => new { property.ImageId, property.Name });
        builder.Property(property => property.Name).HasMaxLength(255);
        builder.Property(property => property.ValueStart).HasMaxLength(ImageProperty.StartLength);
        builder.HasIndex(property => new { property.Name, property.ValueStart, property.ImageId });
    }
}

internal sealed class ImageTagConfiguration : IEntityTypeConfiguration<ImageTag>
{
    public void Configure(EntityTypeBuilder<ImageTag> builder)
    {
        builder.ToTable("ImageTags").HasKey(tag => new { tag.ImageId, tag.Value });
        builder.Property(tag => tag.Value).HasMaxLength(255);
        builder.HasIndex(tag => tag.Value);
    }
}

internal sealed class ImageMemberConfiguration : IEntityTypeConfiguration<ImageMember>
{
    public void Configure(EntityTypeBuilder<ImageMember> builder)
    {
        builder.ToTable("ImageMembers").HasKey(member => new { member.ImageId, member.MemberId });
        builder.Property(member => member.MemberId).HasMaxLength(255);
        builder.HasIndex(member => new { member.MemberId, member.Status });
    }
}

internal sealed class ImageLocationConfiguration : IEntityTypeConfiguration<ImageLocation>
{
    public void Configure(EntityTypeBuilder<ImageLocation> builder)
    {
        builder.ToTable("ImageLocations").HasKey(location => location.Id);
        builder.Property(location => location.StoreId).HasMaxLength(255);
        builder.HasOne(location => location.Checksums).WithOne().HasForeignKey<LocationChecksums>(checksums => checksums.LocationId);
        builder.HasIndex(location => location.ImageId);
        builder.HasIndex(location => location.DataId);
        builder.HasIndex(location => location.Url);
        builder.HasIndex(location => location.Status);
    }
}

internal sealed class LocationChecksumsConfiguration : IEntityTypeConfiguration<LocationChecksums>
{
    public void Configure(EntityTypeBuilder<LocationChecksums> builder) =>
        builder.ToTable("LocationChecksums").HasKey(checksums => checksums.LocationId);
}
