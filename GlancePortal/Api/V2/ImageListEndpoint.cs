using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.V2;

/// <summary>The list of images.</summary>
internal static class ImageListEndpoint
{
    private const int BytesBetweenFlushes = 1 << 20;

    private static ReadOnlySpan<byte> Head => "{\"images\": ["u8;

    public static void MapImageList(this RouteGroupBuilder images) => images.MapRead("", ListAsync).Describe("List images", it => it
        .Says("Any other parameter is the name of a custom property, and its value the one that the property must have.")
        .Query("limit", "Images of the page, at most 1000; 25 unless said.", Shapes.Integer)
        .Query("marker", "Id of the last image of the page before.", Shapes.Id)
        .Query("sort", "`key:dir,…`; keys are name, status, container_format, disk_format, size, id, created_at, updated_at.")
        .Query("sort_key", "A key, with sort_dir; not together with sort.")
        .Query("sort_dir", "asc or desc.")
        .Query("id", "An id, or `in:a,b`.")
        .Query("name", "A name, or `in:a,b`.")
        .Query("status", "A status, or `in:a,b`.")
        .Query("disk_format", "A format, or `in:a,b`.")
        .Query("container_format", "A format, or `in:a,b`.")
        .Query("visibility", "public, private, community, shared, or all.")
        .Query("member_status", "accepted, pending, rejected, or all, of images that are shared with the project.")
        .Query("owner", "The project that owns it.")
        .Query("tag", "A tag; each one that is given must be there.")
        .Query("protected", "true or false.")
        .Query("os_hidden", "true lists hidden images, and no others.")
        .Query("size_min", "Bytes of the data at least; the same with size_max, and with min_ram and min_disk.", Shapes.Integer)
        .Query("created_at", "A time, with an operator before it: gt, gte, lt, lte, eq, neq.")
        .Query("updated_at", "As created_at.")
        .Query("checksum", "The md5.")
        .Query("os_hash_value", "The second hash.")
        .Answer(200, "The page.", ImageShapes.List)
        .Refuses(400, 403));

    internal static async Task ListAsync(HttpContext context, ImageQueries queries, ImageBodies bodies)
    {
        var request = ImageListQuery.Read(context.Request.QueryString.Value);
        var page = await queries.ListKeysAsync(context.Caller(), request, context.RequestAborted);
        var images = await bodies.GetAsync(page.Keys, queries, queries.ViewOf(context.Caller()), context.RequestAborted);
        await WriteAsync(context, [.. images.OfType<byte[]>()], page.HasMore ? page.Keys[^1].Id : null);
    }

    // Ready pieces behind each other; with their length known, the answer leaves in one piece unless it is a large one.
    private static async Task WriteAsync(HttpContext context, byte[][] images, Guid? nextMarker)
    {
        var tail = Tail(context.Request.QueryString.Value, nextMarker);
        context.Response.ContentType = JsonAnswer.ContentType;
        context.Response.ContentLength = Head.Length + images.Sum(image => (long)image.Length) + Math.Max(0, images.Length - 1) + tail.Length;
        var writer = context.Response.BodyWriter;
        writer.Write(Head);
        var unsent = 0;
        for (var i = 0; i < images.Length; i++)
        {
            if (i > 0)
            {
                writer.Write(","u8);
            }

            writer.Write(images[i]);
            unsent += images[i].Length;
            if (unsent > BytesBetweenFlushes)
            {
                await writer.FlushAsync(context.RequestAborted);
                unsent = 0;
            }
        }

        writer.Write(tail);
        await writer.FlushAsync(context.RequestAborted);
    }

    // `first` repeats the query without its marker; `next` has the last image that was shown as its marker.
    private static byte[] Tail(string? query, Guid? nextMarker)
    {
        var first = PageLinks.First("/v2/images", query);
        var text = new StringBuilder("], \"first\": ").Append(Quoted(first)).Append(", \"schema\": \"/v2/schemas/images\"");
        if (nextMarker is { } marker)
        {
            text.Append(", \"next\": ").Append(Quoted(PageLinks.Next(first, marker.ToString())));
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
