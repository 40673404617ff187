using System.Text.Json.Serialization;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Jobs;
using GlancePortal.Domain.Uploads;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>How far uploads are, for the upload panel and scripts. The bytes themselves go by tus.</summary>
internal static class UploadEndpoints
{
    public static void MapUploadProgress(this RouteGroupBuilder uploads)
    {
        uploads.MapGet("/{id:guid}", ShowAsync).WithName("ShowUpload").Describe("Show how far an upload is", it => it
            .Says("Also after its end, for as long as its job is remembered.")
            .Answer(200, "The upload and its job.", Shapes.Of(UploadBodyJson.Default.UploadBody)).Refuses(404));
        uploads.MapGet("/{id:guid}/samples", SampleAsync).WithName("SampleUpload").Describe("Sample what an upload has received", it => it
            .Says("Digests of some blocks, by which a sender can tell whether a file is the one that the upload began with.")
            .Answer(200, "The blocks.", Shapes.Of(UploadBodyJson.Default.IReadOnlyListReceivedBlock)).Refuses(404));
    }

    internal static async Task<JsonHttpResult<UploadBody>> ShowAsync(
        Guid id, HttpContext context, UploadProgressQueries uploads, CancellationToken cancellationToken) =>
        TypedResults.Json(
            UploadBody.Of(id, await uploads.GetAsync(context.Caller(), id, cancellationToken)), UploadBodyJson.Default.UploadBody);

    internal static async Task<JsonHttpResult<IReadOnlyList<ReceivedBlock>>> SampleAsync(
        Guid id, HttpContext context, UploadProgressQueries uploads, CancellationToken cancellationToken) =>
        TypedResults.Json(await uploads.SampleAsync(context.Caller(), id, cancellationToken), UploadBodyJson.Default.IReadOnlyListReceivedBlock);
}

/// <summary>An upload on the wire.</summary>
internal sealed record UploadBody(
    Guid Id, Guid? ImageId, string? FileName, long? Offset, long? Length, bool Receiving, string? UserName, DateTimeOffset? ExpiresAt, UploadJobBody? Job)
{
    public static UploadBody Of(Guid id, UploadProgress progress)
    {
        var (upload, job, receiving) = progress;
        // Once it is over the phase of sending tells what had come.
        var sent = job?.Phases.FirstOrDefault();
        return new UploadBody(
            id,
            upload?.ImageId ?? job?.ImageId,
            upload?.FileName,
            upload?.Offset ?? sent?.BytesDone,
            upload is null ? sent?.BytesTotal : upload.Length,
            receiving,
            upload?.UserName ?? job?.UserName,
            upload?.ExpiresAt,
            job is null ? null : UploadJobBody.Of(job));
    }
}

/// <summary>The job that carries an upload to its image.</summary>
internal sealed record UploadJobBody(string State, IReadOnlyList<UploadPhaseBody> Phases, UploadCauseBody? Cause)
{
    public static UploadJobBody Of(Job job) => new(
        NameOf(job.State),
        [.. job.Phases.Select(phase => new UploadPhaseBody(phase.Name, NameOf(phase.State), phase.BytesDone, phase.BytesTotal))],
        job.CauseCode is null ? null : new UploadCauseBody(job.CauseCode, job.CauseMessage));

    private static string NameOf(JobState state) => state.ToString().ToLowerInvariant();
}

/// <summary>A phase of the job.</summary>
internal sealed record UploadPhaseBody(string Name, string State, long BytesDone, long? BytesTotal);

/// <summary>Why the job ended without an image.</summary>
internal sealed record UploadCauseBody(string Code, string? Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(UploadBody))]
[JsonSerializable(typeof(IReadOnlyList<ReceivedBlock>))]
internal sealed partial class UploadBodyJson : JsonSerializerContext;
