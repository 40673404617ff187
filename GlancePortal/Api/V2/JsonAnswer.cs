namespace GlancePortal.Api.V2;

/// <summary>Answers with JSON that is ready to send.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json";

    public static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
