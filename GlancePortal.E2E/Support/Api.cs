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
