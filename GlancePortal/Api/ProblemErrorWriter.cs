using System.Text.Json;
using GlancePortal.Domain.Stores;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api;

/// <summary>Errors behind our own doors: problem details (RFC 9457) with the refusal's code.</summary>
internal sealed class ProblemErrorWriter : IErrorWriter
{
    public bool Serves(PathString path) => path.StartsWithSegments("/api/v1") || path.StartsWithSegments("/uploads");

    // Glance calls a full store a request that is too large; our own doors say what it is.
    public int StatusOf(Exception refusal, int usual) => refusal is StoreFullException ? StatusCodes.Status507InsufficientStorage : usual;

    public async Task WriteAsync(HttpContext context, ErrorAnswer answer, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/problem+json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(answer.Status));
        json.WriteNumber("status", answer.Status);
        json.WriteString("detail", answer.Message);
        json.WriteString("code", answer.Code);
        json.WriteString("requestId", context.TraceIdentifier);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
    }
}
