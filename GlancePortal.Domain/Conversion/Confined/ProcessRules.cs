using System.Runtime.InteropServices;

namespace GlancePortal.Confined;

/// <summary>What every Linux can limit of a process.</summary>
internal static unsafe class ProcessRules
{
    private const int SetParentDeathSignal = 1;
    private const int SetNoNewPrivileges = 38;
    private const int Kill = 9;
    private const int BrokenPipe = 13;
    private const int CloseOnExecute = 4;
    private const uint CapabilityVersion3 = 0x20080522;

    private const int LimitCpu = 0;
    private const int LimitFileSize = 1;
    private const int LimitCore = 4;
    private const int LimitOpenFiles = 7;
    private const int LimitAddressSpace = 9;

    /// <summary>The kernel kills this process as soon as the thread that started it is gone, however it went.</summary>
    /// <exception cref="ConfinementException">It is gone already.</exception>
    public static void DieWith(int parent)
    {
        Kernel.Do("PR_SET_PDEATHSIG", SystemCall.Control, SetParentDeathSignal, Kill);
        if (Kernel.Try(SystemCall.GetParent) != parent)
        {
            throw new ConfinementException("The process that asked for the tool is gone.");
        }
    }

    /// <summary>A group and session of its own, no folder of the caller's, no descriptor but the first three, default signals.</summary>
    public static void LeaveSession()
    {
        // Fails only where it leads its session already.
        Kernel.Try(SystemCall.SetSession);
        var root = "/\0"u8;
        fixed (byte* path = root)
        {
            Kernel.Do("chdir", SystemCall.ChangeDirectory, (nint)path);
        }

        // Older kernels do not know it; what .NET opens is closed by itself.
        Kernel.Try(SystemCall.CloseRange, 3, int.MaxValue, CloseOnExecute);
        // .NET ignores it, and what is ignored stays so in the program that follows.
        Kernel.Signal(BrokenPipe, 0);
    }

    /// <summary>No capability, also for root, and none to gain by any program.</summary>
    public static void DropPrivileges()
    {
        Kernel.Do("PR_SET_NO_NEW_PRIVS", SystemCall.Control, SetNoNewPrivileges, 1);
        var header = stackalloc uint[] { CapabilityVersion3, 0 };
        var none = stackalloc uint[6];
        NativeMemory.Clear(none, 6 * sizeof(uint));
        Kernel.Do("capset", SystemCall.SetCapabilities, (nint)header, (nint)none);
    }

    /// <summary>Memory comes last: this runtime itself holds more than a tool may have.</summary>
    public static void Limit(ConfinementOrder order)
    {
        Set(LimitCore, 0, 0);
        // The first one ends it with a signal that tells why, the second one for sure.
        Set(LimitCpu, order.CpuSeconds, order.CpuSeconds + 1);
        Set(LimitFileSize, order.OutputBytes, order.OutputBytes);
        Set(LimitOpenFiles, order.OpenFiles, order.OpenFiles);
        Set(LimitAddressSpace, order.MemoryBytes, order.MemoryBytes);
    }

    private static void Set(int resource, long soft, long hard)
    {
        var limit = stackalloc ulong[] { (ulong)soft, (ulong)hard };
        Kernel.Do("setrlimit", SystemCall.ProcessLimits, 0, resource, (nint)limit);
    }
}
