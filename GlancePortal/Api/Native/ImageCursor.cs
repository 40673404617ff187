using System.Buffers.Text;
using System.Text.Json;
using GlancePortal.Api.Native.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Api.Native;

/// <summary>A place in a search as text that clients pass back and need not understand.</summary>
internal static class ImageCursor
{
    private const int LongestCursor = 2000;

    public static string Write(ImagePlace place, ImageSort sort) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
        new CursorBody(place.Id, place.CreatedAt, place.Key, sort.Key, sort.Descending), NativeJson.Default.CursorBody));

    /// <exception cref="InvalidInputException">It is none, or of another order.</exception>
    public static ImagePlace Read(string text, ImageSort sort)
    {
        try
        {
            if (text.Length <= LongestCursor
                && JsonSerializer.Deserialize(Base64Url.DecodeFromChars(text), NativeJson.Default.CursorBody) is { } cursor
                && cursor.Sort == sort.Key && cursor.Descending == sort.Descending)
            {
                return new ImagePlace(cursor.Id, cursor.CreatedAt, cursor.Key);
            }
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            // Not one of ours.
        }

        throw new InvalidInputException("The cursor is none of this search.", "query.cursor_invalid");
    }
}
