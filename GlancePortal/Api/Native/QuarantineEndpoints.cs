using System.Text.Json.Serialization;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Scanning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>Content in which a scanner found something malicious, for administrators.</summary>
internal static class QuarantineEndpoints
{
    private const int UsualLimit = 25;
    private const int HighestLimit = 1000;

    public static void MapQuarantine(this RouteGroupBuilder quarantine)
    {
        quarantine.MapGet("/", ListAsync).WithName("ListQuarantine").Describe("List content in quarantine", it => it
            .Says("For administrators: content in which a scanner found something malicious. What was put there last comes first.")
            .Query("project", "Only of this project.")
            .Query("image", "Only of this image.")
            .Query("offset", "Content before the page.", Shapes.Integer)
            .Query("limit", $"Content of the page, at most {HighestLimit}; {UsualLimit} unless said.", Shapes.Integer)
            .Answer(200, "The page, and how many there are in all.", Shapes.Of(QuarantineJson.Default.QuarantineBody)).Refuses(400, 403));
        quarantine.MapPost("/{id:guid}/release", ReleaseAsync).WithName("ReleaseQuarantine").Describe("Release content from quarantine", it => it
            .Says("For administrators. Its job goes on as if the scan had passed: the image becomes active with it.")
            .Answer(202, "The job goes on.").Refuses(403, 404, 409));
        quarantine.MapDelete("/{id:guid}", DiscardAsync).WithName("DiscardQuarantine").Describe("Discard content in quarantine", it => it
            .Says("For administrators. The content is removed for good; its image stays queued.")
            .Answer(204, "It is removed.").Refuses(403, 404));
    }

    internal static async Task<JsonHttpResult<QuarantineBody>> ListAsync(
        HttpContext context, Quarantine quarantine, string? project, Guid? image, int? offset, int? limit, CancellationToken cancellationToken)
    {
        var (from, take) = (offset ?? 0, limit ?? UsualLimit);
        if (from < 0 || take is < 1 or > HighestLimit)
        {
            throw new InvalidInputException($"offset must be from 0, limit from 1 to {HighestLimit}.");
        }

        var request = new QuarantineRequest { ProjectId = project, ImageId = image, Offset = from, Limit = take };
        var page = await quarantine.ListAsync(context.Caller(), request, cancellationToken);
        return TypedResults.Json(
            new QuarantineBody([.. page.Items.Select(QuarantinedBody.Of)], from, page.Total), QuarantineJson.Default.QuarantineBody);
    }

    internal static async Task<Accepted> ReleaseAsync(Guid id, HttpContext context, Quarantine quarantine, CancellationToken cancellationToken)
    {
        await quarantine.ReleaseAsync(context.Caller(), id, cancellationToken);
        return TypedResults.Accepted((string?)null);
    }

    internal static async Task<NoContent> DiscardAsync(Guid id, HttpContext context, Quarantine quarantine, CancellationToken cancellationToken)
    {
        await quarantine.DiscardAsync(context.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A page of the quarantine on the wire.</summary>
internal sealed record QuarantineBody(IReadOnlyList<QuarantinedBody> Items, int Offset, int Total);

/// <summary>Content in quarantine on the wire.</summary>
internal sealed record QuarantinedBody(
    Guid Id, Guid? ImageId, string? ImageName, string? ProjectId, string? UserId, string? UserName, string? FileName, long Size, Guid? JobId,
    DateTimeOffset QuarantinedAt, string? Signature, string? Engine)
{
    public static QuarantinedBody Of(QuarantinedContent content)
    {
        var (upload, scan) = (content.Upload, content.Scan);
        return new QuarantinedBody(
            upload.Id, upload.ImageId, content.ImageName, upload.ProjectId, upload.UserId, upload.UserName, upload.FileName, upload.Offset, upload.JobId,
            upload.QuarantinedAt!.Value, scan?.Signature, scan?.Engine);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QuarantineBody))]
internal sealed partial class QuarantineJson : JsonSerializerContext;
