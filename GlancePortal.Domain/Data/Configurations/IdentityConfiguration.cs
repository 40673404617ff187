using GlancePortal.Domain.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlancePortal.Domain.Data.Configurations;

internal sealed class PortalUserConfiguration : IEntityTypeConfiguration<PortalUser>
{
    public void Configure(EntityTypeBuilder<PortalUser> builder)
    {
        builder.ToTable("Users");
        builder.Property(user => user.DomainId).HasMaxLength(64);

        // ASP.NET Core Identity wants names unique over all domains; here they are unique within one.
        var global = builder.Metadata.GetIndexes().Single(index => index.Properties is [{ Name: nameof(PortalUser.NormalizedUserName) }]);
        builder.Metadata.RemoveIndex(global);
        builder.HasIndex(user => new { user.DomainId, user.NormalizedUserName }).IsUnique();
    }
}

internal sealed class IdentityDomainConfiguration : IEntityTypeConfiguration<IdentityDomain>
{
    public void Configure(EntityTypeBuilder<IdentityDomain> builder)
    {
        builder.ToTable("Domains").HasKey(domain => domain.Id);
        builder.Property(domain => domain.Id).HasMaxLength(64);
        builder.Property(domain => domain.Name).HasMaxLength(255);
        builder.HasIndex(domain => domain.Name).IsUnique();
    }
}

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder)
    {
        builder.ToTable("Projects").HasKey(project => project.Id);
        builder.Property(project => project.Id).HasMaxLength(64);
        builder.Property(project => project.Name).HasMaxLength(255);
        builder.HasOne<IdentityDomain>().WithMany().HasForeignKey(project => project.DomainId);
        builder.HasIndex(project => new { project.DomainId, project.Name }).IsUnique();
    }
}

internal sealed class RoleConfiguration : IEntityTypeConfiguration<Role>
{
    public void Configure(EntityTypeBuilder<Role> builder)
    {
        builder.ToTable("Roles").HasKey(role => role.Id);
        builder.Property(role => role.Id).HasMaxLength(64);
        builder.Property(role => role.Name).HasMaxLength(255);
        builder.HasIndex(role => role.Name).IsUnique();
    }
}

internal sealed class RoleAssignmentConfiguration : IEntityTypeConfiguration<RoleAssignment>
{
    public void Configure(EntityTypeBuilder<RoleAssignment> builder)
    {
        builder.ToTable("RoleAssignments")
            .HasKey(assignment => new { assignment.UserId, assignment.IsDomainScope, assignment.ScopeId, assignment.RoleId });
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(assignment => assignment.UserId);
        builder.HasOne<Role>().WithMany().HasForeignKey(assignment => assignment.RoleId);
        builder.HasIndex(assignment => assignment.ScopeId);
    }
}
