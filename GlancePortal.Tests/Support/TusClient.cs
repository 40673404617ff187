using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace GlancePortal.Tests.Support;

/// <summary>Speaks tus to the program, one request at a time and exactly as told.</summary>
internal sealed class TusClient(HttpClient http)
{
    public const string MediaType = "application/offset+octet-stream";

    public static string Metadata(params (string Name, string Value)[] fields) =>
        string.Join(',', fields.Select(field => $"{field.Name} {Convert.ToBase64String(Encoding.UTF8.GetBytes(field.Value))}"));

    /// <summary>Metadata of a new raw image.</summary>
    public static string RawImage(string name, params (string Name, string Value)[] more) =>
        Metadata([("name", name), ("disk_format", "raw"), ("container_format", "bare"), .. more]);

    public Task<HttpResponseMessage> CreateAsync(long? length, string? metadata, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/uploads", body: null, cancellationToken, [
            .. length is { } bytes ? new[] { ("Upload-Length", bytes.ToString(CultureInfo.InvariantCulture)) } : [],
            .. metadata is null ? Array.Empty<(string, string)>() : [("Upload-Metadata", metadata)],
            .. headers,
        ]);

    public Task<HttpResponseMessage> PatchAsync(
        Uri upload, long offset, HttpContent body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        return SendAsync(
            HttpMethod.Patch, upload.ToString(), body, cancellationToken, [("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture)), .. headers]);
    }

    public Task<HttpResponseMessage> PatchAsync(
        Uri upload, long offset, byte[] body, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        PatchAsync(upload, offset, new ByteArrayContent(body), cancellationToken, headers);

    public Task<HttpResponseMessage> HeadAsync(Uri upload, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Head, upload.ToString(), body: null, cancellationToken);

    public async Task<long> OffsetAsync(Uri upload, CancellationToken cancellationToken)
    {
        using var answer = await HeadAsync(upload, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return long.Parse(answer.Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    public Task<HttpResponseMessage> DeleteAsync(Uri upload, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, upload.ToString(), body: null, cancellationToken);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (!headers.Any(header => header.Name == "Tus-Resumable"))
        {
            request.Headers.Add("Tus-Resumable", "1.0.0");
        }

        foreach (var (name, value) in headers.Where(header => header.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}

internal static class TusAnswer
{
    public static Uri Upload(this HttpResponseMessage created) => created.Headers.Location!;

    public static Guid UploadId(this HttpResponseMessage created) => Guid.Parse(created.Headers.Location!.ToString().Split('/')[^1]);

    public static Guid ImageId(this HttpResponseMessage created) => Guid.Parse(created.Headers.GetValues("X-Image-Id").Single());

    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? values.Single() : null;
}
