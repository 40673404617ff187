using System.Text.Json;
using GlancePortal.Api.V3.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.V3;

/// <summary>Errors as Keystone's clients know them.</summary>
internal sealed class V3ErrorWriter : IErrorWriter
{
    public bool Serves(PathString path) => path.StartsWithSegments("/v3");

    public async Task WriteAsync(HttpContext context, ErrorAnswer answer, CancellationToken cancellationToken)
    {
        var body = new ErrorBody(new ErrorDetail(answer.Status, answer.Message, ReasonPhrases.GetReasonPhrase(answer.Status)));
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, body, V3Json.Default.ErrorBody, cancellationToken);
    }
}
