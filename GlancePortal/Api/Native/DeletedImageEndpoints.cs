using System.Text.Json.Serialization;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>The recycle bin: deleted images that can still be restored. An administrator sees those of all projects.</summary>
internal static class DeletedImageEndpoints
{
    private const int UsualLimit = 25;
    private const int HighestLimit = 1000;

    public static void MapDeletedImages(this RouteGroupBuilder images) =>
        images.MapGet("/deleted", ListAsync).WithName("ListDeletedImages").Describe("List deleted images that can be restored", it => it
            .Says("Those of the caller's project, of all projects for an administrator; what was deleted last first.")
            .Query("owner", "Only of this project.")
            .Query("offset", "Images before the page.", Shapes.Integer)
            .Query("limit", $"Images of the page, at most {HighestLimit}; {UsualLimit} unless said.", Shapes.Integer)
            .Answer(200, "The page, and how many there are in all.", Shapes.Of(DeletedImageJson.Default.DeletedImagesBody)).Refuses(400, 403, 404));

    internal static async Task<JsonHttpResult<DeletedImagesBody>> ListAsync(
        HttpContext context, DeletedImages images, string? owner, int? offset, int? limit, CancellationToken cancellationToken)
    {
        var (from, take) = (offset ?? 0, limit ?? UsualLimit);
        if (from < 0 || take is < 1 or > HighestLimit)
        {
            throw new InvalidInputException($"offset must be from 0, limit from 1 to {HighestLimit}.");
        }

        var page = await images.PageAsync(context.Caller(), owner, from, take, cancellationToken);
        return TypedResults.Json(DeletedImagesBody.Of(page, from), DeletedImageJson.Default.DeletedImagesBody);
    }
}

/// <summary>A page of the recycle bin on the wire.</summary>
internal sealed record DeletedImagesBody(IReadOnlyList<DeletedImageBody> Images, int Offset, int Total)
{
    public static DeletedImagesBody Of(DeletedImagePage page, int offset) => new([.. page.Images.Select(DeletedImageBody.Of)], offset, page.Total);
}

/// <summary>A deleted image on the wire.</summary>
internal sealed record DeletedImageBody(
    Guid Id, string? Name, string Status, string? ProjectId, string Visibility, string? DiskFormat, string? ContainerFormat, long? Size,
    DateTimeOffset CreatedAt, DateTimeOffset DeletedAt, string? DeletedBy, DateTimeOffset RestorableUntil)
{
    public static DeletedImageBody Of(DeletedImage deleted)
    {
        var (image, until, deletion) = deleted;
        return new DeletedImageBody(
            image.Id, image.Name, "pending_delete", image.OwnerId, image.Visibility.ToString().ToLowerInvariant(), image.DiskFormat,
            image.ContainerFormat, image.Size, image.CreatedAt, image.DeletedAt!.Value, deletion?.UserName ?? deletion?.UserId, until);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeletedImagesBody))]
internal sealed partial class DeletedImageJson : JsonSerializerContext;
