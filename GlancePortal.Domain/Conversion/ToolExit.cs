namespace GlancePortal.Domain.Conversion;

/// <summary>How a tool ended.</summary>
/// <param name="Status">Exit status; 128 and the signal when one ended it.</param>
/// <param name="Error">The beginning of what it wrote to standard error.</param>
internal sealed record ToolExit(int Status, string Error)
{
    private const int BySignal = 128;
    private const int SignalAbort = 6;
    private const int SignalKill = 9;
    private const int SignalTrap = 5;
    private const int SignalCpu = 24;
    private const int SignalFileSize = 25;

    /// <summary>It was still running when its time was over.</summary>
    public bool IsTimedOut { get; init; }

    public bool IsFine => Status == 0 && !IsTimedOut;

    public ToolFault Fault =>
        IsTimedOut || Status == BySignal + SignalCpu ? ToolFault.Time
        : Status == BySignal + SignalFileSize || Says("No space left on device") || Says("File too large") || Says("Disk quota exceeded") ? ToolFault.Output
        // GLib ends with a trap when it gets no memory; a kill that is not ours is mostly the kernel's, short of memory.
        : Says("annot allocate memory") || Says("failed to allocate") || Says("emory usage limit") || Says("too much memory") || Says("memory exhausted")
            || Says("Resource temporarily unavailable") || Status is BySignal + SignalKill or BySignal + SignalTrap or BySignal + SignalAbort
            ? ToolFault.Memory
        : ToolFault.Other;

    private bool Says(string words) => Error.Contains(words, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Which limit ended a tool, if one did.</summary>
internal enum ToolFault
{
    Other,
    Time,
    Memory,
    Output,
}
