using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Import;
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
        builder.HasIndex(upload => upload.JobId);
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
        builder.HasIndex(job => new { job.CreatedAt, job.Id });
        builder.HasIndex(job => new { job.Type, job.CreatedAt, job.Id });
        builder.HasIndex(job => job.ImageId);
        builder.HasIndex(job => new { job.Type, job.ObjectId });
    }
}

internal sealed class JobPhaseConfiguration : IEntityTypeConfiguration<JobPhase>
{
    public void Configure(EntityTypeBuilder<JobPhase> builder) =>
        builder.ToTable("JobPhases").HasKey(phase => new { phase.JobId, phase.Index });
}

internal sealed class JobLogLineConfiguration : IEntityTypeConfiguration<JobLogLine>
{
    public void Configure(EntityTypeBuilder<JobLogLine> builder)
    {
        builder.ToTable("JobLogLines").HasKey(line => line.Id);
        builder.Property(line => line.Code).HasMaxLength(100);
        builder.HasOne<Job>().WithMany().HasForeignKey(line => line.JobId);
        builder.HasIndex(line => new { line.JobId, line.Id });
    }
}

internal sealed class JobLimitConfiguration : IEntityTypeConfiguration<JobLimit>
{
    public void Configure(EntityTypeBuilder<JobLimit> builder)
    {
        builder.ToTable("JobLimits").HasKey(limit => limit.Type);
        builder.Property(limit => limit.Type).HasMaxLength(100);
    }
}

internal sealed class ImageProvenanceConfiguration : IEntityTypeConfiguration<ImageProvenance>
{
    public void Configure(EntityTypeBuilder<ImageProvenance> builder) =>
        builder.ToTable("ImageProvenances").HasKey(provenance => provenance.ImageId);
}

internal sealed class ProjectImportRulesConfiguration : IEntityTypeConfiguration<ProjectImportRules>
{
    public void Configure(EntityTypeBuilder<ProjectImportRules> builder)
    {
        builder.ToTable("ProjectImportRules").HasKey(rules => rules.ProjectId);
        builder.Property(rules => rules.ProjectId).HasMaxLength(255);
        builder.Property(rules => rules.ConvertTo).HasMaxLength(20);
        builder.Property(rules => rules.Compression).HasMaxLength(20);
    }
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
