using System.Globalization;

namespace GlancePortal.Confined;

/// <summary>What one run of a tool may do. The server writes it as arguments, the program that becomes the tool reads it.</summary>
/// <param name="Tool">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments, without its name.</param>
internal sealed record ConfinementOrder(string Tool, IReadOnlyList<string> Arguments)
{
    /// <summary>Exit status when no tool was started; standard error says why.</summary>
    public const int NotConfined = 125;

    private const string EndOfOrder = "--";

    /// <summary>The process that the tool dies with.</summary>
    public required int Parent { get; init; }

    /// <summary>Files and folders that may be read, besides the system's libraries.</summary>
    public IReadOnlyList<string> Readable { get; init; } = [];

    /// <summary>Files that may be read and written, and folders in which files may be made and removed, too.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>Address space in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Time of all its threads together, in seconds.</summary>
    public required long CpuSeconds { get; init; }

    /// <summary>Length of any file that it writes, in bytes.</summary>
    public required long OutputBytes { get; init; }

    /// <summary>Files open at a time.</summary>
    public required int OpenFiles { get; init; }

    /// <summary>The order as arguments.</summary>
    public IEnumerable<string> ToArguments()
    {
        foreach (var (name, value) in new[]
        {
            ("parent", Parent), ("memory", MemoryBytes), ("cpu", CpuSeconds), ("output", OutputBytes), ("files", (long)OpenFiles),
        })
        {
            yield return name;
            yield return value.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var path in Readable)
        {
            yield return "read";
            yield return path;
        }

        foreach (var path in Writable)
        {
            yield return "write";
            yield return path;
        }

        yield return EndOfOrder;
        yield return Tool;
        foreach (var argument in Arguments)
        {
            yield return argument;
        }
    }

    /// <summary>Reads what <see cref="ToArguments"/> wrote.</summary>
    /// <exception cref="ConfinementException">It is something else.</exception>
    public static ConfinementOrder Parse(string[] arguments)
    {
        var end = Array.IndexOf(arguments, EndOfOrder);
        // A path could be `--`, but then it stands where a value does.
        while (end > 0 && end % 2 != 0)
        {
            end = Array.IndexOf(arguments, EndOfOrder, end + 1);
        }

        if (end < 0 || end + 1 >= arguments.Length)
        {
            throw new ConfinementException("This program is started by GlancePortal, with the tool to confine.");
        }

        var pairs = arguments[..end].Chunk(2).ToList();
        long Number(string name) =>
            long.TryParse(pairs.Find(pair => pair[0] == name)?[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ConfinementException($"'{name}' is missing.");
        return new ConfinementOrder(arguments[end + 1], arguments[(end + 2)..])
        {
            Parent = (int)Number("parent"),
            MemoryBytes = Number("memory"),
            CpuSeconds = Number("cpu"),
            OutputBytes = Number("output"),
            OpenFiles = (int)Number("files"),
            Readable = [.. pairs.Where(pair => pair[0] == "read").Select(pair => pair[1])],
            Writable = [.. pairs.Where(pair => pair[0] == "write").Select(pair => pair[1])],
        };
    }

    /// <summary>Takes everything away that the tool does not need, and becomes it. Returns only by an exception.</summary>
    /// <exception cref="ConfinementException">One of the steps failed.</exception>
    public void BecomeTool()
    {
        ProcessRules.DieWith(Parent);
        ProcessRules.LeaveSession();
        // Prepared before the limits: afterwards not even memory is sure.
        using var image = new ToolImage(Tool, Arguments);
        ProcessRules.DropPrivileges();
        Landlock.Restrict(this);
        SystemCallFilter.Install();
        ProcessRules.Limit(this);
        image.Execute();
    }
}
