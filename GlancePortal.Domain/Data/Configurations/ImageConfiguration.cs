using GlancePortal.Domain.Images;
using Microsoft.EntityFrameworkCore;
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
        builder.HasIndex(image => image.Name).HasFilter(Living);
        builder.HasIndex(image => image.Checksum).HasFilter(Living);
        builder.HasIndex(image => image.HashValue).HasFilter(Living);
        builder.HasIndex(image => image.Status);
        builder.HasIndex(image => image.DeletedAt).HasFilter("deleted_at IS NOT NULL");

        // The recycle bin of a project, and what it takes of the project's quota.
        builder.HasIndex(image => new { image.OwnerId, image.DeletedAt, image.Id }).HasFilter(Restorable);
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
        builder.HasIndex(location => location.Url);
        builder.HasIndex(location => location.Status);
    }
}

internal sealed class LocationChecksumsConfiguration : IEntityTypeConfiguration<LocationChecksums>
{
    public void Configure(EntityTypeBuilder<LocationChecksums> builder) =>
        builder.ToTable("LocationChecksums").HasKey(checksums => checksums.LocationId);
}
