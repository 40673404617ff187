using System.Runtime.InteropServices;

namespace GlancePortal.Confined;

/// <summary>Refuses system calls that no converter needs: network, other processes, mounts and the kernel's more adventurous corners.</summary>
internal static unsafe class SystemCallFilter
{
    private const int SetFilter = 1;
    private const int IsActionAvailable = 2;
    private const int AllowSpeculation = 4; // without it kernels before 5.16 slow the tool down

    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAnyBit = 0x45;
    private const ushort Return = 0x06;

    private const uint Number = 0;
    private const uint ProcessorKind = 4;
    private const uint FirstArgument = 16;

    private const uint KillProcess = 0x80000000;
    private const uint Error = 0x00050000;
    private const uint Allow = 0x7fff0000;
    private const uint Refuse = Error | Kernel.OperationNotPermitted;

    private const uint X64 = 0xc000003e;
    private const uint Arm64 = 0xc00000b7;
    private const uint FirstOfX32 = 0x40000000;

    private const uint ThreadFlag = 0x00010000;
    private const uint SetParentDeathSignal = 1;
    private static readonly SystemCall Clone = new(56, 220);
    private static readonly SystemCall Clone3 = new(435, 435);
    private static readonly SystemCall ThreadSignal = new(234, 131);

    /// <summary>Whether this kernel takes a filter, and the numbers of this processor are known.</summary>
    public static bool IsAvailable
    {
        get
        {
            var action = Error;
            return Kernel.IsKnown && Kernel.Try(SystemCall.Filter, IsActionAvailable, 0, (nint)(&action)) == 0;
        }
    }

    /// <summary>Filters this thread and what it becomes. Does nothing where it is not available.</summary>
    /// <exception cref="ConfinementException">It is, and it failed.</exception>
    public static void Install()
    {
        if (!IsAvailable)
        {
            return;
        }

        var program = Program((uint)Environment.ProcessId).ToArray();
        fixed (Instruction* first = program)
        {
            var description = new Description { Length = (ushort)program.Length, First = first };
            Kernel.Do("seccomp", SystemCall.Filter, SetFilter, AllowSpeculation, (nint)(&description));
        }
    }

    private static IEnumerable<Instruction> Program(uint self)
    {
        yield return new(LoadWord, ProcessorKind);
        yield return new(JumpIfEqual, RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? Arm64 : X64, 1, 0);
        yield return new(Return, KillProcess);
        yield return new(LoadWord, Number);
        yield return new(JumpIfAtLeast, FirstOfX32, 0, 1);
        yield return new(Return, Refuse);
        foreach (var call in SystemCall.Denied.Where(call => call.Number >= 0))
        {
            yield return new(JumpIfEqual, (uint)call.Number, 0, 1);
            yield return new(Return, Refuse);
        }

        // Its flags lie where a filter cannot look. The C library takes the older one when this one does not exist.
        yield return new(JumpIfEqual, (uint)Clone3.Number, 0, 1);
        yield return new(Return, Error | Kernel.FunctionNotImplemented);
        // Threads, but no processes.
        foreach (var instruction in ByFirstArgument(Clone, JumpIfAnyBit, ThreadFlag, Allow, Refuse)
            // What ends the tool together with the server is not the tool's to switch off.
            .Concat(ByFirstArgument(SystemCall.Control, JumpIfEqual, SetParentDeathSignal, Refuse, Allow))
            // How a process signals itself, which abort() does.
            .Concat(ByFirstArgument(ThreadSignal, JumpIfEqual, self, Allow, Refuse))
            .Concat(ByFirstArgument(SystemCall.ProcessLimits, JumpIfEqual, 0, Allow, Refuse)))
        {
            yield return instruction;
        }

        yield return new(Return, Allow);
    }

    private static IEnumerable<Instruction> ByFirstArgument(SystemCall call, ushort test, uint value, uint whenTrue, uint otherwise) =>
    [
        new(JumpIfEqual, (uint)call.Number, 0, 4),
        new(LoadWord, FirstArgument),
        new(test, value, 0, 1),
        new(Return, whenTrue),
        new(Return, otherwise),
    ];

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Instruction(ushort code, uint value, byte whenTrue = 0, byte otherwise = 0)
    {
        public readonly ushort Code = code;
        public readonly byte WhenTrue = whenTrue;
        public readonly byte Otherwise = otherwise;
        public readonly uint Value = value;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Description
    {
        public ushort Length;
        public Instruction* First;
    }
}
