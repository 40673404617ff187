using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "data")]
public sealed class SavingOnSqlite(SqliteDatabase database) : SavingFacts(database), IClassFixture<SqliteDatabase>;

[Trait("Suite", "data")]
public sealed class SavingOnPostgres(PostgresDatabase database) : SavingFacts(database), IClassFixture<PostgresDatabase>;

/// <summary>Whose an image is while it is being saved, on every database.</summary>
public abstract class SavingFacts(TestDatabase database)
{
    private readonly Caller _member = Callers.Member();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Content_is_never_held_against_a_declaration_that_has_changed()
    {
        var id = await CreateAsync(container: "docker");
        var asFound = await ImageAsync(id);
        await database.InScopeAsync((ImageRecords images) => images.UpdateAsync(_member, id, [new ContainerFormatChange("bare")], Cancellation));

        await Assert.ThrowsAsync<ConflictException>(() => BeginAsync(asFound));

        Assert.Equal(ImageStatus.Queued, (await ImageAsync(id)).Status);
    }

    [Fact]
    public async Task A_restored_image_whose_data_still_comes_takes_no_other()
    {
        var id = await CreateAsync();
        await BeginAsync(await ImageAsync(id));
        await database.InScopeAsync((ImageRecords images) => images.DeleteAsync(_member, id, Cancellation));
        await database.InScopeAsync((ImageRecords images) => images.RestoreAsync(_member, id, Cancellation));

        var refusal = await Assert.ThrowsAsync<ConflictException>(async () => await BeginAsync(await ImageAsync(id)));

        Assert.Equal("image.not_queued", refusal.Code);
    }

    [Fact]
    public async Task A_dead_writer_of_bytes_does_not_end_the_upload_that_saves_the_image()
    {
        var id = await CreateAsync();
        await AddUploadAsync(id, UploadKind.Resumable, "other/1", database.Time.GetUtcNow().AddSeconds(-1));
        await BeginAsync(await ImageAsync(id));

        await ActivatorUtilities.CreateInstance<UploadRecovery>(database.Services).RunAsync(atStart: false, Cancellation);

        Assert.Equal(ImageStatus.Saving, (await ImageAsync(id)).Status);
    }

    [Fact]
    public async Task An_image_is_forsaken_although_somebody_still_sends_bytes_for_it()
    {
        var id = await CreateAsync();
        await AddUploadAsync(id, UploadKind.Resumable, "other/1", database.Time.GetUtcNow().AddSeconds(60));
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token => db.Images.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Status, ImageStatus.Saving), token), Cancellation));

        await ActivatorUtilities.CreateInstance<UploadRecovery>(database.Services).RunAsync(atStart: false, Cancellation);

        Assert.Equal(ImageStatus.Queued, (await ImageAsync(id)).Status);
    }

    [Fact]
    public async Task With_the_image_its_phase_is_done()
    {
        var image = await ImageAsync(await CreateAsync());
        var job = new Job { Id = Guid.NewGuid(), Type = JobTypes.UploadFinish, State = JobState.Running };
        job.Phases.AddRange(ResumableUploads.Phases.Select((name, index) => new JobPhase { JobId = job.Id, Index = index, Name = name, State = JobState.Running }));
        var upload = new Upload { Id = Guid.NewGuid(), Kind = UploadKind.Resumable, ImageId = image.Id, JobId = job.Id, CompletedAt = database.Time.GetUtcNow() };
        await database.InScopeAsync((PortalDb db) => db.WriteAsync(
            token =>
            {
                db.Jobs.Add(job);
                db.Uploads.Add(upload);
                return Task.CompletedTask;
            },
            Cancellation));
        await using var scope = database.Services.CreateAsyncScope();
        var saving = ActivatorUtilities.CreateInstance<ImageSaving>(scope.ServiceProvider);
        await saving.BeginStagedAsync(_member, image, upload, Cancellation);
        using var pass = new ContentPass();

        await saving.ActivateAsync(
            _member, image, upload, new ImageCopy("local", image.Id, new StoreLocation($"file:///{image.Id}"), await pass.CompleteAsync(Cancellation)), outcome: null,
            Cancellation);

        var phases = await database.InScopeAsync((PortalDb db) => db.JobPhases.Where(phase => phase.JobId == job.Id).OrderBy(phase => phase.Index).ToListAsync(Cancellation));
        Assert.Equal([JobState.Running, JobState.Running, JobState.Running, JobState.Succeeded], phases.Select(phase => phase.State));
    }

    private async Task<Guid> CreateAsync(string container = "bare") => await database.InScopeAsync(async (ImageRecords images) =>
        (await images.CreateAsync(_member, new ImageDraft { DiskFormat = "qcow2", ContainerFormat = container }, Cancellation)).Id);

    /// <summary>A transfer into the image begins, by somebody who found it like this.</summary>
    private async Task BeginAsync(Image asFound)
    {
        await using var scope = database.Services.CreateAsyncScope();
        var saving = ActivatorUtilities.CreateInstance<ImageSaving>(scope.ServiceProvider);
        var upload = new Upload { Id = Guid.NewGuid(), Kind = UploadKind.Direct, ImageId = asFound.Id, ProjectId = _member.ProjectId };
        await saving.BeginAsync(_member, asFound, upload, Cancellation);
    }

    private Task AddUploadAsync(Guid image, UploadKind kind, string owner, DateTimeOffset until) => database.InScopeAsync((PortalDb db) => db.WriteAsync(
        token =>
        {
            db.Uploads.Add(new Upload
            {
                Id = Guid.NewGuid(),
                Kind = kind,
                ImageId = image,
                ProjectId = _member.ProjectId,
                LeaseOwner = owner,
                LeaseUntil = until,
            });
            return Task.CompletedTask;
        },
        Cancellation));

    private Task<Image> ImageAsync(Guid id) =>
        database.InScopeAsync((PortalDb db) => db.Images.AsNoTracking().SingleAsync(image => image.Id == id, Cancellation));
}
