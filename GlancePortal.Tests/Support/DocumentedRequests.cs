using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>Requests that are held against the OpenAPI document.</summary>
internal static class DocumentedRequests
{
    /// <summary>The document of a portal.</summary>
    public static async Task<DocumentSchemas> DocumentAsync(this PortalFactory portal)
    {
        using var client = portal.CreateClient();
        return new DocumentSchemas(await client.GetJsonAsync("/openapi/v1.json"));
    }

    /// <summary>The answer's body, when both bodies are what the document says and the status is this one.</summary>
    public static async Task<JsonNode> SendDocumentedAsync(
        this HttpClient client, DocumentSchemas document, HttpMethod method, string address, JsonNode? body = null, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await client.SendJsonAsync(method, address, body, ("Accept", "application/json"));
        Assert.Equal((address, status), (address, answer.StatusCode));
        var operation = document.Operation(method, address);
        var said = await answer.JsonAsync();
        var told = operation["responses"]![$"{(int)status}"]!["content"]![answer.Content.Headers.ContentType!.MediaType!]!["schema"]!;
        var faults = document.Faults(said, told).Concat(body is null ? [] : document.Faults(body, RequestOf(operation)).Select(fault => $"sent {fault}"));
        Assert.Equal([], faults.Select(fault => $"{method} {address}: {fault}"));
        return said;
    }

    /// <summary>The schema of the JSON that an operation takes.</summary>
    public static JsonNode RequestOf(JsonNode operation) => operation["requestBody"]!["content"]!["application/json"]!["schema"]!;
}
