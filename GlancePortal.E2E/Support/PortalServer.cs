using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace GlancePortal.E2E.Support;

/// <summary>The published program as a process of its own, on a data directory that outlives it: it can be killed and started again.</summary>
public sealed class PortalServer : IAsyncDisposable
{
    private const string Ready = "GlancePortal ready on ";
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(40);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("glanceportal-e2e-");
    private readonly List<string> _log = [];
    private readonly IReadOnlyList<string> _settings;
    private Process? _process;

    private PortalServer(int port, IReadOnlyList<string> settings) => (Address, _settings) = (new IPEndPoint(IPAddress.Loopback, port), settings);

    public IPEndPoint Address { get; }

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Where the program is: GLANCEPORTAL_TEST_APP, else what `./run.sh --build-only` makes.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("GLANCEPORTAL_TEST_APP") ?? Path.Combine(Root, "artifacts", "app", "GlancePortal.dll");

    public static async Task<PortalServer> StartAsync(IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var server = new PortalServer(FreePort(), settings);
        await File.WriteAllTextAsync(server.BootstrapFile, JsonSerializer.Serialize(People.Bootstrap), cancellationToken);
        await server.StartAgainAsync(cancellationToken);
        return server;
    }

    /// <summary>Ends the program at once, as `kill -9` and a power cut do.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data.FullName,
        };
        foreach (var argument in Arguments())
        {
            start.ArgumentList.Add(argument);
        }

        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Heard(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Heard(line.Data, ready);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The program ended before it was ready:\n{Log()}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        try
        {
            await ready.Task.WaitAsync(StartsWithin, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The program was not ready within {StartsWithin}:\n{Log()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>What the program has said so far.</summary>
    public string Log()
    {
        lock (_log)
        {
            return string.Join('\n', _log.TakeLast(60));
        }
    }

    private string BootstrapFile => Path.Combine(_data.FullName, "bootstrap.json");

    private IEnumerable<string> Arguments() =>
    [
        Program,
        $"--Urls=http://{Address}",
        $"--DataDirectory={Path.Combine(_data.FullName, "data")}",
        $"--Identity:Bootstrap:File={BootstrapFile}",
        $"--Identity:Bootstrap:AdminPassword={People.AdminPassword}",
        // Journeys import from a server of this machine.
        $"--Import:WebDownload:AllowedPrivateHosts={IPAddress.Loopback}",
        "--Import:WebDownload:AllowedPorts=*",
        .. _settings,
    ];

    private void Heard(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (line.Contains(Ready, StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GlancePortal.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"No GlancePortal.sln above {AppContext.BaseDirectory}."));
        }

        return folder.FullName;
    }
}
