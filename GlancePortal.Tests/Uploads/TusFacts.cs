using System.Net;
using System.Security.Cryptography;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Uploads;

/// <summary>What the tests of the tus door share: senders, and looks at what became of an upload.</summary>
public abstract class TusFacts(PortalFactory portal)
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected PortalFactory Portal { get; } = portal;

    internal async Task<TusClient> SenderAsync(string user = "alice", string project = "alpha") => new(await Portal.ClientOfAsync(user, project));

    /// <summary>Begins an upload of a raw image that must be created.</summary>
    internal static async Task<HttpResponseMessage> BeginAsync(TusClient sender, long? length, params (string Name, string Value)[] headers)
    {
        var created = await sender.CreateAsync(length, TusClient.RawImage("test"), Cancellation, headers);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return created;
    }

    internal string StagingPath(Guid uploadId) => Path.Combine(Portal.Folder, "data", "staging", uploadId.ToString());

    internal string StorePath(Guid imageId) => Path.Combine(Portal.Folder, "data", "stores", "local", imageId.ToString());

    protected Task<Image> ImageAsync(Guid id) =>
        Portal.InDatabaseAsync(db => db.Images.AsNoTracking().SingleAsync(image => image.Id == id, Cancellation));

    protected Task<Job> JobOfAsync(Guid imageId) => Portal.InDatabaseAsync(db =>
        db.Jobs.AsNoTracking().Include(job => job.Phases.OrderBy(phase => phase.Index)).SingleAsync(job => job.ImageId == imageId, Cancellation));

    protected Task<Job> EndOfJobAsync(Guid imageId) => Eventually.SeeAsync(
        () => JobOfAsync(imageId), job => job.State is JobState.Succeeded or JobState.Failed or JobState.Cancelled, Cancellation);

    /// <summary>The image is active with exactly these bytes.</summary>
    protected async Task AssertActiveAsync(Guid imageId, byte[] content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var job = await EndOfJobAsync(imageId);
        Assert.Equal((JobState.Succeeded, null), (job.State, job.CauseCode));
        Assert.All(job.Phases, phase => Assert.Equal(JobState.Succeeded, phase.State));
        var image = await ImageAsync(imageId);
        Assert.Equal((ImageStatus.Active, content.Length), (image.Status, image.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA512.HashData(content)), image.HashValue);
        Assert.Equal(content, await File.ReadAllBytesAsync(StorePath(imageId), Cancellation));
    }

    /// <summary>The image waits for another upload, and the cause of the refusal can be read.</summary>
    protected async Task AssertRefusedAsync(Guid imageId, Guid uploadId, string cause)
    {
        var job = await EndOfJobAsync(imageId);
        Assert.Equal((JobState.Failed, cause), (job.State, job.CauseCode));
        var image = await ImageAsync(imageId);
        Assert.Equal((ImageStatus.Queued, cause), (image.Status, image.StatusReason));
        Assert.Equal((null, null, null), (image.Size, image.Checksum, image.HashValue));
        Assert.False(File.Exists(StagingPath(uploadId)));
        Assert.False(File.Exists(StorePath(imageId)));
    }
}
