using System.Runtime.InteropServices;

namespace GlancePortal.Confined;

/// <summary>The kernel's own sandbox for files and TCP: what is not granted is refused, whoever the user is.</summary>
internal static unsafe class Landlock
{
    private const int VersionOnly = 1;
    private const int BelowPath = 1;

    // Rights by the version of the interface that brought them.
    private const ulong Execute = 1 << 0;
    private const ulong WriteFile = 1 << 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadFolder = 1 << 3;
    private const ulong RemoveFile = 1 << 5;
    private const ulong MakeFile = 1 << 8;
    private const ulong EveryFileRight = (1 << 13) - 1;
    private const ulong Refer = 1 << 13; // 2
    private const ulong Truncate = 1 << 14; // 3
    private const ulong BindAndConnect = 0b11; // 4
    private const ulong DeviceControl = 1 << 15; // 5
    private const ulong SocketsAndSignals = 0b11; // 6

    private const ulong OfFiles = Execute | WriteFile | ReadFile | Truncate | DeviceControl;

    private static readonly string[] Libraries = ["/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/etc/ld.so.cache"];

    // The kernel starts the loader together with the tool.
    private static readonly string[] Loaders =
    [
        "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1",
    ];

    /// <summary>Version of the interface; 0 where the kernel has none.</summary>
    public static int Version =>
        Kernel.IsKnown && Kernel.Try(SystemCall.LandlockCreate, 0, 0, VersionOnly) is var version and > 0 ? (int)version : 0;

    /// <summary>Leaves this thread, and what it becomes, only what the order names. Does nothing where the kernel has no Landlock.</summary>
    /// <exception cref="ConfinementException">It has, and it failed.</exception>
    public static void Restrict(ConfinementOrder order)
    {
        var version = Version;
        if (version == 0)
        {
            return;
        }

        var rights = Rights(version);
        var attributes = new RulesetAttributes
        {
            Files = rights,
            Network = version >= 4 ? BindAndConnect : 0,
            Scopes = version >= 6 ? SocketsAndSignals : 0,
        };
        var bytes = sizeof(ulong) * (version >= 6 ? 3 : version >= 4 ? 2 : 1);
        var ruleset = (int)Kernel.Do("landlock_create_ruleset", SystemCall.LandlockCreate, (nint)(&attributes), bytes);
        foreach (var path in Libraries.Concat(LibrariesBeside(order.Tool)))
        {
            Allow(ruleset, path, ReadFile | ReadFolder, mustExist: false);
        }

        foreach (var path in Loaders)
        {
            Allow(ruleset, path, ReadFile | Execute, mustExist: false);
        }

        Allow(ruleset, order.Tool, ReadFile | Execute, mustExist: true);
        Allow(ruleset, "/dev/null", (ReadFile | WriteFile) & rights, mustExist: false);
        foreach (var path in order.Readable)
        {
            Allow(ruleset, path, ReadFile | ReadFolder, mustExist: true);
        }

        foreach (var path in order.Writable)
        {
            Allow(ruleset, path, (ReadFile | WriteFile | Truncate | ReadFolder | RemoveFile | MakeFile) & rights, mustExist: true);
        }

        Kernel.Do("landlock_restrict_self", SystemCall.LandlockRestrict, ruleset);
        Kernel.Close(ruleset);
    }

    private static ulong Rights(int version) =>
        EveryFileRight | (version >= 2 ? Refer : 0) | (version >= 3 ? Truncate : 0) | (version >= 5 ? DeviceControl : 0);

    // A tool that was installed elsewhere brings its own.
    private static IEnumerable<string> LibrariesBeside(string tool) =>
        tool.StartsWith("/usr/", StringComparison.Ordinal) || Path.GetDirectoryName(Path.GetDirectoryName(tool)) is not { Length: > 1 } prefix
            ? []
            : [Path.Combine(prefix, "lib"), Path.Combine(prefix, "lib64")];

    private static void Allow(int ruleset, string path, ulong rights, bool mustExist)
    {
        var file = Kernel.TryOpenPath(path);
        if (file < 0)
        {
            if (mustExist)
            {
                throw new ConfinementException($"'{path}' cannot be opened.");
            }

            return;
        }

        // Rights of folders are refused for files.
        var rule = new PathRule { Rights = Directory.Exists(path) ? rights : rights & OfFiles, File = file };
        Kernel.Do("landlock_add_rule", SystemCall.LandlockAddRule, ruleset, BelowPath, (nint)(&rule));
        Kernel.Close(file);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct RulesetAttributes
    {
        public ulong Files;
        public ulong Network;
        public ulong Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Rights;
        public int File;
    }
}
