using System.ComponentModel;
using System.Runtime.InteropServices;

namespace GlancePortal.Confined;

/// <summary>System calls by number: the C library knows only some of those that are needed, and one entry needs compiling only once.</summary>
internal static unsafe partial class Kernel
{
    public const int OperationNotPermitted = 1;
    public const int FunctionNotImplemented = 38;
    public const int NotSupported = 95;

    private const int CurrentDirectory = -100;
    private const int PathOnly = 0x200000 | 0x80000; // O_PATH | O_CLOEXEC

    /// <summary>Whether the numbers of this processor's system calls are known here.</summary>
    public static bool IsKnown => RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Does it, or says what failed.</summary>
    /// <exception cref="ConfinementException">The kernel refused.</exception>
    public static nint Do(string what, SystemCall call, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0)
    {
        var result = Try(call, a, b, c, d, e);
        return result >= 0 ? result : throw new ConfinementException($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    /// <summary>Negative when the kernel refused; the last error says why.</summary>
    public static nint Try(SystemCall call, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0) => Invoke(call.Number, a, b, c, d, e);

    /// <summary>A descriptor that only names a file; negative when it cannot be reached.</summary>
    public static int TryOpenPath(string path)
    {
        var bytes = Marshal.StringToCoTaskMemUTF8(path);
        var descriptor = (int)Try(SystemCall.OpenAt, CurrentDirectory, bytes, PathOnly);
        Marshal.FreeCoTaskMem(bytes);
        return descriptor;
    }

    public static void Close(int descriptor) => Try(SystemCall.Close, descriptor);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Invoke(nint number, nint a, nint b, nint c, nint d, nint e);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint handler);
}
