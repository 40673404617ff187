using System.Text.Json.Nodes;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>What tests of metadata definitions say often.</summary>
internal static class MetadefRequests
{
    public const string Root = "/v2/metadefs/namespaces";

    /// <summary>The name of a new namespace, with further members of its body.</summary>
    public static async Task<string> CreateNamespaceAsync(this HttpClient admin, string members = "", string? name = null)
    {
        name ??= Guid.NewGuid().ToString("N");
        using var answer = await admin.SendTextAsync(HttpMethod.Post, Root, $$"""{ "namespace": "{{name}}"{{members}} }""");
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return name;
    }

    /// <summary>One member of each item of a list, in its order.</summary>
    public static IEnumerable<string> NamesOf(this JsonNode body, string list, string member = "name") =>
        body[list]!.AsArray().Select(item => item![member]!.ToString());
}
