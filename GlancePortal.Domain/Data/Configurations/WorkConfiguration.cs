using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GlancePortal.Domain.Data.Configurations;

internal sealed class UploadConfiguration : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("Uploads").HasKey(upload => upload.Id);
        builder.Property(upload => upload.Id).ValueGeneratedNever();
        builder.HasIndex(upload => upload.ImageId);
        builder.HasIndex(upload => new { upload.ProjectId, upload.CreatedAt });
        builder.HasIndex(upload => upload.ExpiresAt);
        builder.HasIndex(upload => upload.LeaseUntil);
    }
}

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("Jobs").HasKey(job => job.Id);
        builder.Property(job => job.Id).ValueGeneratedNever();
        builder.HasMany(job => job.Phases).WithOne().HasForeignKey(phase => phase.JobId);
        builder.HasIndex(job => new { job.State, job.DueAt });
        builder.HasIndex(job => new { job.ProjectId, job.CreatedAt });
        builder.HasIndex(job => job.ImageId);
        builder.HasIndex(job => new { job.Type, job.ObjectId });
    }
}

internal sealed class JobPhaseConfiguration : IEntityTypeConfiguration<JobPhase>
{
    public void Configure(EntityTypeBuilder<JobPhase> builder) =>
        builder.ToTable("JobPhases").HasKey(phase => new { phase.JobId, phase.Index });
}

internal sealed class ProjectQuotaConfiguration : IEntityTypeConfiguration<ProjectQuota>
{
    public void Configure(EntityTypeBuilder<ProjectQuota> builder)
    {
        builder.ToTable("ProjectQuotas").HasKey(quota => quota.ProjectId);
        builder.Property(quota => quota.ProjectId).HasMaxLength(255);
    }
}

internal sealed class AuditEventConfiguration : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("AuditEvents").HasKey(audit => audit.Id);
        builder.HasIndex(audit => new { audit.ObjectType, audit.ObjectId, audit.Id });
        builder.HasIndex(audit => new { audit.ProjectId, audit.Id });
    }
}
