using System.Diagnostics;
using System.Net.Http.Json;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>The published program as a process of its own on a free port and a fresh folder; stopped by its id, and started again at will.</summary>
/// <remarks>
/// There are the projects `alpha` and `beta` with the members alice and bob, by the ids and the password of <see cref="PortalFactory"/>, and the
/// administrator admin of `admin`.
/// </remarks>
public sealed class RunningPortal : IAsyncLifetime
{
    private const string Ready = "GlancePortal ready on ";
    private const string People = $$"""
        { "projects": [ { "id": "{{PortalFactory.Alpha}}", "name": "alpha" }, { "id": "{{PortalFactory.Beta}}", "name": "beta" } ],
          "users": [ { "name": "alice", "password": "{{PortalFactory.Password}}", "roles": { "alpha": ["member"] } },
                     { "name": "bob", "password": "{{PortalFactory.Password}}", "roles": { "beta": ["member"] } } ] }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _output = [];
    private Process? _process;

    /// <summary>Where it serves, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A folder for the test's own files, with the data directory `data`.</summary>
    public string Folder => _folder.Path;

    /// <summary>Further configuration, `Section:Key=value` each; set before the start.</summary>
    public List<string> Settings { get; } = [];

    /// <summary>Variables of its environment beside the test's own; set before the start.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>What it has said since its last start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_folder.File("people.json"), People);
        await StartAsync();
    }

    /// <summary>Starts it on the same folder, and waits until it serves.</summary>
    public async Task StartAsync()
    {
        var app = System.Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_APP") ?? throw new InvalidOperationException(
            "GLANCEPORTAL_TEST_APP is not set: run ./test.sh, or ./run.sh --build-only and name the published GlancePortal.dll in it.");
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    app, "--Urls=http://127.0.0.1:0", $"--DataDirectory={_folder.File("data")}",
                    $"--Identity:Bootstrap:File={_folder.File("people.json")}", $"--Identity:Bootstrap:AdminPassword={PortalFactory.Password}",
                },
            },
            EnableRaisingEvents = true,
        };
        foreach (var (name, value) in Environment)
        {
            _process.StartInfo.Environment[name] = value;
        }

        Settings.ForEach(setting => _process.StartInfo.ArgumentList.Add("--" + setting));
        lock (_output)
        {
            _output.Clear();
        }

        _process.OutputDataReceived += (_, line) => Take(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Take(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The program ended before it was ready:\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = (await ready.Task.WaitAsync(Patience)).TrimEnd('/');
    }

    /// <summary>SIGKILL: nothing in it gets a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    /// <summary>The variables that make a user of a project out of any OpenStack client.</summary>
    public IReadOnlyDictionary<string, string> Credentials(string user, string project) => new Dictionary<string, string>
    {
        ["OS_AUTH_URL"] = $"{Address}/v3",
        ["OS_IDENTITY_API_VERSION"] = "3",
        ["OS_USERNAME"] = user,
        ["OS_PASSWORD"] = PortalFactory.Password,
        ["OS_PROJECT_NAME"] = project,
        ["OS_USER_DOMAIN_NAME"] = "Default",
        ["OS_PROJECT_DOMAIN_NAME"] = "Default",
        ["HOME"] = Folder, // where clients read settings of their own and keep schemas
    };

    /// <summary>A client over HTTP with the token of a user in a project: what a command has done is looked at through it.</summary>
    public async Task<HttpClient> ConnectAsync(string user, string project)
    {
        var client = new HttpClient { BaseAddress = new Uri(Address) };
        using var answer = await client.PostAsJsonAsync("/v3/auth/tokens", TokenRequests.Password(user, PortalFactory.Password, project));
        answer.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Add("X-Auth-Token", answer.Headers.GetValues("X-Subject-Token").Single());
        return client;
    }

    private void Take(string? line, TaskCompletionSource<string> ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (line.StartsWith(Ready, StringComparison.Ordinal))
        {
            ready.TrySetResult(line[Ready.Length..]);
        }
    }
}
