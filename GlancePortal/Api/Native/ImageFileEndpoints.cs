using System.Text;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.Net.Http.Headers;

namespace GlancePortal.Api.Native;

/// <summary>The portal's download link: an image's data under a name that a person recognises.</summary>
internal static class ImageFileEndpoints
{
    public static void MapImageFile(this RouteGroupBuilder images) =>
        images.MapMethods("/{id}/file", ["GET", "HEAD"], DownloadAsync).Describe("Download an image's data as a file", it => it
            .Says("Under a name that a person recognises, and with an entity tag by which a broken download can go on.")
            .Header("Range", "`bytes=a-b`, one range.")
            .Header("If-Range", "The entity tag of the part that is there already.")
            .Answer(200, "The data.", Shapes.Bytes, "application/octet-stream", "Content-Disposition", "ETag")
            .Answer(206, "The range.", Shapes.Bytes, "application/octet-stream", "Content-Range")
            .Refuses(400, 403, 404, 409, 416));

    internal static async Task DownloadAsync(HttpContext context, string id, ImageDownloads downloads)
    {
        await using var download = await downloads.FindAsync(context.Caller(), ImageEndpoints.IdOf(id), context.RequestAborted);
        if (!download.HasData)
        {
            throw new ConflictException($"Image {id} has no data.", "image.no_data");
        }

        var headers = context.Response.GetTypedHeaders();
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(FileName(download.Image));
        headers.ContentDisposition = disposition;
        var tag = EntityTag(download.Image);
        headers.ETag = tag;
        var range = MayGoOn(context.Request, tag) ? ByteRange.Of(context.Request, download.Bytes) : new ByteRange(RangeKind.Whole, 0, download.Bytes);
        await DownloadAnswer.SendAsync(context, download, range);
    }

    // Data never changes under one id; a client that has the first part of it can go on.
    private static bool MayGoOn(HttpRequest request, EntityTagHeaderValue? tag) =>
        request.GetTypedHeaders().IfRange is not { } ifRange || (tag is not null && ifRange.EntityTag is { } sent && sent.Compare(tag, useStrongComparison: true));

    private static EntityTagHeaderValue? EntityTag(Image image) =>
        (image.HashValue ?? image.Checksum) is { } hash ? new EntityTagHeaderValue($"\"{hash}\"") : null;

    internal static string FileName(Image image)
    {
        var name = new StringBuilder(string.IsNullOrWhiteSpace(image.Name) ? image.Id.ToString() : image.Name.Trim());
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsControl(name[i]) || name[i] is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
            {
                name[i] = '_';
            }
        }

        var extension = Extension(image);
        return name.ToString().EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? name.ToString() : name.Append(extension).ToString();
    }

    private static string Extension(Image image) => image switch
    {
        { ContainerFormat: "ova" } => ".ova",
        { ContainerFormat: "docker" } => ".tar",
        { ContainerFormat: "compressed" } => "",
        { DiskFormat: "qcow2" or "vhd" or "vhdx" or "vmdk" or "vdi" or "iso" or "raw" } => "." + image.DiskFormat,
        _ => ".img",
    };
}
