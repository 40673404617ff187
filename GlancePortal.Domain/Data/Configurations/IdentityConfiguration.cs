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

internal sealed class ApplicationCredentialConfiguration : IEntityTypeConfiguration<ApplicationCredential>
{
    public void Configure(EntityTypeBuilder<ApplicationCredential> builder)
    {
        builder.ToTable("ApplicationCredentials").HasKey(credential => credential.Id);
        builder.Property(credential => credential.Id).HasMaxLength(64);
        builder.Property(credential => credential.Name).HasMaxLength(255);
        builder.Ignore(credential => credential.RoleNames);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(credential => credential.UserId);
        builder.HasOne<Project>().WithMany().HasForeignKey(credential => credential.ProjectId);
        builder.HasIndex(credential => new { credential.UserId, credential.Name }).IsUnique();
    }
}

internal sealed class TokenRevocationConfiguration : IEntityTypeConfiguration<TokenRevocation>
{
    public void Configure(EntityTypeBuilder<TokenRevocation> builder)
    {
        builder.ToTable("TokenRevocations").HasKey(revocation => revocation.Id);
        builder.HasIndex(revocation => revocation.CreatedAt);
        builder.HasIndex(revocation => revocation.ExpiresAt);
    }
}

internal sealed class PortalSessionConfiguration : IEntityTypeConfiguration<PortalSession>
{
    public void Configure(EntityTypeBuilder<PortalSession> builder)
    {
        builder.ToTable("PortalSessions").HasKey(session => session.Id);
        builder.Property(session => session.Id).HasMaxLength(64);
        builder.HasOne<PortalUser>().WithMany().HasForeignKey(session => session.UserId);
        builder.HasIndex(session => session.ExpiresAt);
    }
}

internal sealed class SignInFailureConfiguration : IEntityTypeConfiguration<SignInFailure>
{
    public void Configure(EntityTypeBuilder<SignInFailure> builder)
    {
        builder.ToTable("SignInFailures").HasKey(failure => failure.Account);
        builder.Property(failure => failure.Account).HasMaxLength(64);
        builder.HasIndex(failure => failure.LastAt);
    }
}
