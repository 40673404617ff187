using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>The program with trusted headers: any test can be anybody, in a project of its own.</summary>
public class TrustingPortal : PortalFactory
{
    public TrustingPortal()
    {
        Settings["Identity:Provider"] = "TrustedHeaders";
        // As published. A build watches its files through an endpoint for every path, which hides what routing answers.
        Settings["ReloadStaticAssetsAtRuntime"] = "false";
    }

    /// <summary>A client with these roles, in a new project unless one is named.</summary>
    public HttpClient Client(string roles = "member", string? project = null)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("X-Identity-Status", "Confirmed");
        client.DefaultRequestHeaders.Add("X-User-Id", $"user-of-{roles}");
        client.DefaultRequestHeaders.Add("X-Project-Id", project ?? Guid.NewGuid().ToString("N"));
        client.DefaultRequestHeaders.Add("X-Roles", roles);
        return client;
    }

    /// <summary>Another portal with these settings: on the same database where that is PostgreSQL, else on one of its own.</summary>
    public TrustingPortal Beside(params IEnumerable<(string Name, string Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var portal = new TrustingPortal();
        foreach (var (name, value) in Settings.Where(setting => setting.Key.StartsWith("Database:", StringComparison.Ordinal)))
        {
            portal.Settings[name] = value;
        }

        foreach (var (name, value) in settings)
        {
            portal.Settings[name] = value;
        }

        return portal;
    }
}

/// <summary>What tests of the image API say often.</summary>
internal static class ImageRequests
{
    public const string NewPatch = "application/openstack-images-v2.1-json-patch";
    public const string OldPatch = "application/openstack-images-v2.0-json-patch";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The body of a new image.</summary>
    public static async Task<JsonNode> CreateImageAsync(this HttpClient client, string fields = "{}")
    {
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", fields);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return await answer.JsonAsync();
    }

    /// <summary>The id of a new image.</summary>
    public static async Task<string> CreateImageIdAsync(this HttpClient client, string fields = "{}") =>
        (await client.CreateImageAsync(fields))["id"]!.ToString();

    /// <summary>The id of a new image that has this data.</summary>
    public static async Task<string> UploadImageAsync(this HttpClient client, byte[] data, string name = "data")
    {
        var id = await client.CreateImageIdAsync($$"""{ "name": "{{name}}", "disk_format": "raw", "container_format": "bare" }""");
        using var content = new ByteArrayContent(data);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await client.PutAsync($"/v2/images/{id}/file", content, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.NoContent, answer.StatusCode);
        return id;
    }

    /// <summary>Sends a text as it is, by default as JSON.</summary>
    public static async Task<HttpResponseMessage> SendTextAsync(
        this HttpClient client, HttpMethod method, string address, string body, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, address) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await client.SendAsync(request, Cancellation);
    }

    /// <summary>Changes an image by a JSON patch.</summary>
    public static Task<HttpResponseMessage> PatchImageAsync(this HttpClient client, string id, string patch, string type = NewPatch) =>
        client.SendTextAsync(HttpMethod.Patch, $"/v2/images/{id}", patch, type);

    /// <summary>The ids of a list, in its order.</summary>
    public static async Task<IReadOnlyList<string>> ListImagesAsync(this HttpClient client, string query = "") =>
        [.. (await client.GetJsonAsync($"/v2/images{query}"))["images"]!.AsArray().Select(image => image!["id"]!.ToString())];
}
