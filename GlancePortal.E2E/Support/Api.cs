using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace GlancePortal.E2E.Support;

/// <summary>The image API as another client of the same person sees it.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    private Api(HttpClient http) => _http = http;

    public static async Task<Api> AsAsync(PortalServer server, Person person, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = new Uri($"http://{server.Address}") };
        var answer = await http.PostAsJsonAsync("/v3/auth/tokens", SignIn(person), cancellationToken);
        answer.EnsureSuccessStatusCode();
        http.DefaultRequestHeaders.Add("X-Auth-Token", answer.Headers.GetValues("X-Subject-Token").Single());
        return new Api(http);
    }

    public Task<JsonElement> ImageAsync(Guid id, CancellationToken cancellationToken) =>
        _http.GetFromJsonAsync<JsonElement>($"/v2/images/{id}", cancellationToken);

    /// <summary>An image with data, as another client brings it in.</summary>
    public async Task<Guid> CreateAsync(string name, DiskFile file, CancellationToken cancellationToken)
    {
        var made = await _http.PostAsJsonAsync("/v2/images", new { name, disk_format = "qcow2", container_format = "bare", os_distro = "debian" }, cancellationToken);
        made.EnsureSuccessStatusCode();
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetGuid();
        await using var stream = File.OpenRead(file.Path);
        using var data = new StreamContent(stream) { Headers = { ContentType = new("application/octet-stream") } };
        (await _http.PutAsync(new Uri($"/v2/images/{id}/file", UriKind.Relative), data, cancellationToken)).EnsureSuccessStatusCode();
        return id;
    }

    /// <summary>An image whose data is sent and goes to quarantine.</summary>
    public async Task<Guid> CreateInfectedAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        var made = await _http.PostAsJsonAsync("/v2/images", new { name, disk_format = "raw", container_format = "bare" }, cancellationToken);
        made.EnsureSuccessStatusCode();
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("id").GetGuid();
        using var data = new ByteArrayContent(content) { Headers = { ContentType = new("application/octet-stream") } };
        var refused = await _http.PutAsync(new Uri($"/v2/images/{id}/file", UriKind.Relative), data, cancellationToken);
        return refused.StatusCode == HttpStatusCode.Conflict ? id : throw new InvalidOperationException($"The upload was answered {refused.StatusCode}, not 409.");
    }

    public Task<byte[]> DataAsync(Guid id, CancellationToken cancellationToken) => _http.GetByteArrayAsync($"/v2/images/{id}/file", cancellationToken);

    public void Dispose() => _http.Dispose();

    private static object SignIn(Person person) => new
    {
        auth = new
        {
            identity = new
            {
                methods = new[] { "password" },
                password = new { user = new { name = person.Name, domain = new { id = "default" }, password = person.Password } },
            },
            scope = new { project = new { name = People.Project, domain = new { id = "default" } } },
        },
    };
}
