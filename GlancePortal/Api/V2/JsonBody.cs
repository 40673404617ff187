using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Api.V2;

/// <summary>Reads JSON of clients.</summary>
internal static class JsonBody
{
    /// <summary>Bytes of a JSON body at most: room for every property an image may have.</summary>
    public const int MaxBytes = 16 << 20;

    /// <exception cref="InvalidInputException">No body, no UTF-8, no JSON, or neither object nor array.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        ReadResult read;
        while (!(read = await reader.ReadAsync(cancellationToken)).IsCompleted)
        {
            if (read.Buffer.Length > MaxBytes)
            {
                throw new LimitExceededException($"The body is larger than {MaxBytes} bytes.", "http.body_too_large");
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        return Parse(bytes);
    }

    /// <summary>Refuses a body where none belongs.</summary>
    /// <exception cref="InvalidInputException">There is one.</exception>
    public static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.ContentLength is > 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0))
        {
            throw new InvalidInputException($"{request.Method} {request.Path} takes no body.", "http.body_unexpected");
        }

        return await next(context);
    }

    private static JsonDocument Parse(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            throw new InvalidInputException("The request needs a JSON body.", "json.missing");
        }

        if (!Utf8.IsValid(bytes))
        {
            throw new InvalidInputException("The body is not UTF-8.", "json.malformed");
        }

        try
        {
            CheckStrings(bytes);
            var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array
                ? document
                : throw new InvalidInputException("The body must be a JSON object or array.", "json.malformed");
        }
        catch (JsonException fault)
        {
            throw new InvalidInputException($"Malformed JSON in request body: {fault.Message}", "json.malformed");
        }
    }

    // Half of a surrogate pair may be written as an escape, and would only be noticed where the string is used.
    private static void CheckStrings(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped && !IsText(ref reader))
            {
                throw new InvalidInputException("The body has a string that is no text.", "json.malformed");
            }
        }
    }

    private static bool IsText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
