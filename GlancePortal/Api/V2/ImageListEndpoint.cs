using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GlancePortal.Access;
using GlancePortal.Domain.Images;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V2;

/// <summary>The list of images.</summary>
internal static class ImageListEndpoint
{
    public static void MapImageList(this RouteGroupBuilder images) => images.MapRead("", ListAsync);

    internal static async Task ListAsync(HttpContext context, ImageQueries queries, ImageBodies bodies)
    {
        var request = ImageListQuery.Read(context.Request.QueryString.Value);
        var keys = await queries.ListKeysAsync(context.Caller(), request, context.RequestAborted);
        var images = await bodies.GetAsync(keys, queries, context.RequestAborted);
        var isFull = keys.Count > 0 && keys.Count == request.Limit;
        Write(context, images, isFull ? keys[^1].Id : null);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Write(HttpContext context, byte[]?[] images, Guid? nextMarker)
    {
        var tail = Tail(context.Request.QueryString.Value, nextMarker);
        var head = "{\"images\": ["u8;
        var shown = images.Count(image => image is not null);
        var length = head.Length + images.Sum(image => (long)(image?.Length ?? 0)) + Math.Max(0, shown - 1) + tail.Length;
        context.Response.ContentType = JsonAnswer.ContentType;
        context.Response.ContentLength = length;
        var all = context.Response.BodyWriter.GetSpan((int)length);
        head.CopyTo(all);
        var at = head.Length;
        var isFirst = true;
        foreach (var image in images.OfType<byte[]>())
        {
            if (!isFirst)
            {
                all[at++] = (byte)',';
            }

            image.CopyTo(all[at..]);
            at += image.Length;
            isFirst = false;
        }

        tail.CopyTo(all[at..]);
        context.Response.BodyWriter.Advance((int)length);
    }

    // `first` repeats the query without its marker; `next` has the last image that was shown as its marker.
    private static byte[] Tail(string? query, Guid? nextMarker)
    {
        var kept = new StringBuilder();
        foreach (var pair in new QueryStringEnumerable(query))
        {
            if (!pair.DecodeName().Span.SequenceEqual("marker"))
            {
                kept.Append(kept.Length == 0 ? '?' : '&').Append(pair.EncodedName.Span).Append('=').Append(pair.EncodedValue.Span);
            }
        }

        var text = new StringBuilder("], \"first\": ").Append(Quoted($"/v2/images{kept}")).Append(", \"schema\": \"/v2/schemas/images\"");
        if (nextMarker is { } marker)
        {
            text.Append(", \"next\": ").Append(Quoted($"/v2/images{kept}{(kept.Length == 0 ? '?' : '&')}marker={marker}"));
        }

        return Encoding.UTF8.GetBytes(text.Append('}').ToString());
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
