using System.Net.Http.Json;
using GlancePortal.Domain.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GlancePortal.Tests.Support;

/// <summary>The whole program on a fresh folder and an embedded database, reached over HTTP in this process.</summary>
/// <remarks>
/// There are the projects `alpha` and `beta`; alice (member) and carol (reader) of alpha, bob (member) of beta, the service user nova, and
/// the administrator admin; everybody's password is <see cref="Password"/>. A test that needs other settings derives or fills <see cref="Settings"/>.
/// </remarks>
public class PortalFactory : WebApplicationFactory<Program>
{
    /// <summary>Everybody's.</summary>
    public const string Password = "correct horse";

    /// <summary>Id of the project alpha.</summary>
    public const string Alpha = "a1f4a000000000000000000000000001";

    /// <summary>Id of the project beta.</summary>
    public const string Beta = "be7a0000000000000000000000000002";

    /// <summary>Id of the user alice.</summary>
    public const string Alice = "a11ce000000000000000000000000003";

    private const string People = $$"""
        { "projects": [ { "id": "{{Alpha}}", "name": "alpha" }, { "id": "{{Beta}}", "name": "beta" } ],
          "users": [ { "id": "{{Alice}}", "name": "alice", "password": "{{Password}}", "roles": { "alpha": ["member"] } },
                     { "name": "carol", "password": "{{Password}}", "roles": { "alpha": ["reader"] } },
                     { "name": "bob", "password": "{{Password}}", "roles": { "beta": ["member"] } },
                     { "name": "nova", "password": "{{Password}}", "roles": { "service": ["service"] } } ] }
        """;

    private static int _folders;
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private bool _isClosed;

    /// <summary>Configuration that differs from a test's usual one, by key; set before the first use.</summary>
    public Dictionary<string, string?> Settings { get; } = [];

    /// <summary>The folder of this instance, with the data directory `data`; a test may look into it.</summary>
    public string Folder { get; } = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), $"glanceportal-tests-{Environment.ProcessId}-{Interlocked.Increment(ref _folders)}")).FullName;

    /// <summary>A client that shows the token of a user in a project.</summary>
    public async Task<HttpClient> ClientOfAsync(string user, string? project)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("X-Auth-Token", await TokenAsync(user, project));
        return client;
    }

    /// <summary>A token of a user in a project, or in none.</summary>
    public async Task<string> TokenAsync(string user, string? project)
    {
        var key = $"{user}/{project}";
        if (!_tokens.TryGetValue(key, out var token))
        {
            using var client = CreateClient();
            using var answer = await client.PostAsJsonAsync("/v3/auth/tokens", TokenRequests.Password(user, Password, project));
            answer.EnsureSuccessStatusCode();
            _tokens[key] = token = answer.Headers.GetValues("X-Subject-Token").Single();
        }

        return token;
    }

    /// <summary>Looks at or prepares records.</summary>
    public async Task<T> InDatabaseAsync<T>(Func<PortalDb, Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<PortalDb>());
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var people = Path.Combine(Folder, "people.json");
        File.WriteAllText(people, People);

        // The host's configuration reaches Program as its command line, the strongest source.
        var all = new Dictionary<string, string?>
        {
            ["DataDirectory"] = Path.Combine(Folder, "data"),
            ["Metadefs:LoadStock"] = "false",
            ["Identity:Bootstrap:AdminPassword"] = Password,
            ["Identity:Bootstrap:File"] = people,
        };
        foreach (var (key, value) in Settings)
        {
            all[key] = value;
        }

        builder.ConfigureHostConfiguration(host => host.AddInMemoryCollection(all));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseEnvironment("Production");

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
