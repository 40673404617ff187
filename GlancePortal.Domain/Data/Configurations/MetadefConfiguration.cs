using System.Linq.Expressions;
using GlancePortal.Domain.Metadefs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlancePortal.Domain.Data.Configurations;

internal sealed class MetadefNamespaceConfiguration : IEntityTypeConfiguration<MetadefNamespace>
{
    public void Configure(EntityTypeBuilder<MetadefNamespace> builder)
    {
        builder.ToTable("MetadefNamespaces").HasKey(row => row.Id);
        builder.Property(row => row.Name).HasMaxLength(80);
        builder.Property(row => row.DisplayName).HasMaxLength(80);
        builder.Property(row => row.Description).HasMaxLength(500);
        builder.Property(row => row.Visibility).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.OwnerId).HasMaxLength(255);
        HasParts(row => row.Associations);
        HasParts(row => row.Properties);
        HasParts(row => row.Objects);
        HasParts(row => row.Tags);
        builder.HasIndex(row => row.Name).IsUnique();

        void HasParts<T>(Expression<Func<MetadefNamespace, IEnumerable<T>?>> parts)
            where T : MetadefPart => builder.HasMany(parts).WithOne().HasForeignKey(part => part.NamespaceId);
    }
}

internal sealed class MetadefResourceTypeConfiguration : IEntityTypeConfiguration<MetadefResourceType>
{
    public void Configure(EntityTypeBuilder<MetadefResourceType> builder)
    {
        builder.ToTable("MetadefResourceTypes").HasKey(type => type.Name);
        builder.Property(type => type.Name).HasMaxLength(80);
    }
}

internal sealed class MetadefAssociationConfiguration : MetadefPartConfiguration<MetadefAssociation>
{
    public override void Configure(EntityTypeBuilder<MetadefAssociation> builder)
    {
        base.Configure(builder);
        builder.ToTable("MetadefAssociations");
        builder.Property(part => part.Prefix).HasMaxLength(80);
        builder.Property(part => part.PropertiesTarget).HasMaxLength(80);
        builder.HasOne<MetadefResourceType>().WithMany().HasForeignKey(part => part.Name);
    }
}

internal sealed class MetadefPropertyConfiguration : MetadefPartConfiguration<MetadefProperty>
{
    public override void Configure(EntityTypeBuilder<MetadefProperty> builder)
    {
        base.Configure(builder);
        builder.ToTable("MetadefProperties");
    }
}

internal sealed class MetadefObjectConfiguration : MetadefPartConfiguration<MetadefObject>
{
    public override void Configure(EntityTypeBuilder<MetadefObject> builder)
    {
        base.Configure(builder);
        builder.ToTable("MetadefObjects");
    }
}

internal sealed class MetadefTagConfiguration : MetadefPartConfiguration<MetadefTag>
{
    public override void Configure(EntityTypeBuilder<MetadefTag> builder)
    {
        base.Configure(builder);
        builder.ToTable("MetadefTags");
    }
}

/// <summary>What the parts of a namespace have in common, each kind in a table of its own.</summary>
internal abstract class MetadefPartConfiguration<T> : IEntityTypeConfiguration<T>
    where T : MetadefPart
{
    public virtual void Configure(EntityTypeBuilder<T> builder)
    {
        builder.HasKey(part => part.Id);
        builder.Property(part => part.Name).HasMaxLength(80);
        builder.Property(part => part.Key).HasMaxLength(80);
        builder.HasIndex(part => new { part.NamespaceId, part.Key }).IsUnique();
    }
}
