namespace GlancePortal.Domain.Conversion;

/// <summary>A tool, its arguments, and what it may touch.</summary>
/// <param name="Tool">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments, without its name.</param>
internal sealed record ToolRun(string Tool, IReadOnlyList<string> Arguments)
{
    /// <summary>Files and folders that it may read, besides the system's libraries.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>Files that it may write, and folders in which it may make files.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>Limits other than the configured ones.</summary>
    public ToolLimits? Limits { get; init; }

    /// <summary>Writes its standard input; null leaves it empty. Ends early without a fault when the tool does.</summary>
    public Func<Stream, CancellationToken, Task>? Feed { get; init; }

    /// <summary>Reads its standard output; null throws it away. What it throws ends the tool.</summary>
    public Func<Stream, CancellationToken, Task>? Drain { get; init; }
}
