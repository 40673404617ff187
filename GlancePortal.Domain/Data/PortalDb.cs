using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Identity;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Uploads;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace GlancePortal.Domain.Data;

/// <summary>The one model of all records. A context a database derives from it; services ask for this type.</summary>
/// <param name="options">Options of the derived context.</param>
public abstract class PortalDb(DbContextOptions options)
    : IdentityUserContext<PortalUser, string>(options), IDataProtectionKeyContext
{
    /// <summary>Images, deleted ones too: their ids stay burnt.</summary>
    public DbSet<Image> Images => Set<Image>();

    /// <summary>Custom properties of images.</summary>
    public DbSet<ImageProperty> ImageProperties => Set<ImageProperty>();

    /// <summary>Tags of images.</summary>
    public DbSet<ImageTag> ImageTags => Set<ImageTag>();

    /// <summary>Projects that images are shared with.</summary>
    public DbSet<ImageMember> ImageMembers => Set<ImageMember>();

    /// <summary>Copies of images' data.</summary>
    public DbSet<ImageLocation> ImageLocations => Set<ImageLocation>();

    /// <summary>Block checksums of those copies.</summary>
    public DbSet<LocationChecksums> LocationChecksums => Set<LocationChecksums>();

    /// <summary>Bytes on their way.</summary>
    public DbSet<Upload> Uploads => Set<Upload>();

    /// <summary>Durable work.</summary>
    public DbSet<Job> Jobs => Set<Job>();

    /// <summary>Steps of that work.</summary>
    public DbSet<JobPhase> JobPhases => Set<JobPhase>();

    /// <summary>What happened in that work.</summary>
    public DbSet<JobLogLine> JobLogLines => Set<JobLogLine>();

    /// <summary>How much of that work may run at once.</summary>
    public DbSet<JobLimit> JobLimits => Set<JobLimit>();

    /// <summary>Where images' data came from and what was done to it.</summary>
    public DbSet<ImageProvenance> ImageProvenances => Set<ImageProvenance>();

    /// <summary>What projects want done to the data of their images.</summary>
    public DbSet<ProjectImportRules> ProjectImportRules => Set<ProjectImportRules>();

    /// <summary>Projects' own limits.</summary>
    public DbSet<ProjectQuota> ProjectQuotas => Set<ProjectQuota>();

    /// <summary>Namespaces of metadata definitions.</summary>
    public DbSet<MetadefNamespace> MetadefNamespaces => Set<MetadefNamespace>();

    /// <summary>Types of resources that definitions are for.</summary>
    public DbSet<MetadefResourceType> MetadefResourceTypes => Set<MetadefResourceType>();

    /// <summary>What happened.</summary>
    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    /// <summary>Identity domains.</summary>
    public DbSet<IdentityDomain> Domains => Set<IdentityDomain>();

    /// <summary>Projects.</summary>
    public DbSet<Project> Projects => Set<Project>();

    /// <summary>Role names.</summary>
    public DbSet<Role> Roles => Set<Role>();

    /// <summary>Who holds which role where.</summary>
    public DbSet<RoleAssignment> RoleAssignments => Set<RoleAssignment>();

    /// <summary>Credentials that users made for programs.</summary>
    public DbSet<ApplicationCredential> ApplicationCredentials => Set<ApplicationCredential>();

    /// <summary>Tokens that ended before their time.</summary>
    public DbSet<TokenRevocation> TokenRevocations => Set<TokenRevocation>();

    /// <summary>Browsers that are signed in.</summary>
    public DbSet<PortalSession> PortalSessions => Set<PortalSession>();

    /// <summary>Failed sign-ins by account.</summary>
    public DbSet<SignInFailure> SignInFailures => Set<SignInFailure>();

    /// <summary>Keys that sign tokens and cookies on every node.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Runs <paramref name="work"/> in one write transaction, saves what it changed and commits. Inside another one it joins that.</summary>
    /// <remarks>Every write goes through here, updates by <c>ExecuteUpdate</c> too: on SQLite writers take turns in this
    /// process, so that none of them meets a locked database. Keep slow work (bytes, network, hashing) outside.</remarks>
    /// <param name="work">Changes tracked entities or runs commands; may run only once.</param>
    /// <param name="cancellationToken">Ends the wait and rolls back.</param>
    public async Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (Database.CurrentTransaction is not null)
        {
            return await work(cancellationToken);
        }

        T result;
        using (await TakeTurnAsync(cancellationToken))
        {
            await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
            result = await work(cancellationToken);
            await SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await FlushAsync();
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        WriteAsync(
            async token =>
            {
                await work(token);
                return true;
            },
            cancellationToken);

    /// <summary>Waits until this process may write. Databases with writers of their own need no turn.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends the turn when disposed; null where there are no turns.</returns>
    protected virtual ValueTask<IDisposable?> TakeTurnAsync(CancellationToken cancellationToken) => new((IDisposable?)null);

    /// <summary>The images, named in the way in which a query that counts them is to name them.</summary>
    public virtual IQueryable<Image> Counted(IQueryable<Image> images) => images;

    /// <summary>Whether such a query walks an index in the order of what it counts by.</summary>
    public virtual bool CountsInOrder => false;

    /// <summary>Images found as a counting query finds them, to be sorted afterwards: in a way that no planner walks in their order instead.</summary>
    public virtual IQueryable<Image> Fetched(IQueryable<Image> counted)
    {
        var none = 0;
        return counted.Skip(none);
    }

    /// <summary>Makes others who would change this image wait for the end of this transaction, where writers do not take turns anyway.</summary>
    public virtual Task LockImageAsync(Guid imageId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes others who would take of this project's quotas wait for the end of this transaction, where writers do not take turns anyway.</summary>
    public virtual Task LockQuotasAsync(string projectId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes others who would start a job of this kind wait likewise.</summary>
    public virtual Task LockJobsAsync(string type, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes others who would change this namespace of definitions, or anything in it, wait likewise.</summary>
    public virtual Task LockNamespaceAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Completes when what was committed is on disk, where committing alone does not say so.</summary>
    protected virtual Task FlushAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMicrosecondsConverter>();
        configurationBuilder.Properties<ImageStatus>().HaveConversion<string>().HaveMaxLength(30);
        configurationBuilder.Properties<ImageVisibility>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<MemberStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<LocationStatus>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<UploadKind>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<JobState>().HaveConversion<string>().HaveMaxLength(20);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDb).Assembly);
        SnakeCaseNames.Apply(builder);
    }
}
