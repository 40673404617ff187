using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>One of Debian's unmodified clients, as whoever its variables say.</summary>
/// <param name="program">Its name.</param>
/// <param name="who">See <see cref="RunningPortal.Credentials"/>.</param>
/// <param name="redirections">As a shell understands them.</param>
internal abstract class Client(string program, IReadOnlyDictionary<string, string> who, string redirections)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IReadOnlyDictionary<string, string> Who => who;

    /// <summary>What it wrote to standard output; it must end well.</summary>
    public Task<string> RunAsync(params string[] arguments) => Command.RunAsync("bash", InShell(arguments), Who, Cancellation);

    /// <summary>It must end badly, and say this.</summary>
    public async Task RefusedAsync(string reason, params string[] arguments)
    {
        var (status, output, error) = await TryAsync(arguments);
        Assert.Contains(reason, error + output, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(0, status);
    }

    /// <summary>Its exit status and what it wrote.</summary>
    public Task<(int Status, string Output, string Error)> TryAsync(params string[] arguments) =>
        Command.TryAsync("bash", InShell(arguments), Who, Cancellation);

    private string[] InShell(string[] arguments) => ["-c", $"exec \"$@\" {redirections}", "bash", program, .. arguments];
}
