using System.Runtime.InteropServices;

namespace GlancePortal.Confined;

/// <summary>Path, arguments and environment of a program in the shape that the kernel takes.</summary>
internal sealed unsafe class ToolImage : IDisposable
{
    // Messages in English, and no room in the address space that each thread would keep for itself.
    private static readonly string[] Environment = ["LANG=C", "MALLOC_ARENA_MAX=2"];

    private readonly List<nint> _texts = [];
    private readonly nint _path;
    private readonly nint* _arguments;
    private readonly nint* _environment;

    public ToolImage(string tool, IReadOnlyList<string> arguments)
    {
        _path = Text(tool);
        _arguments = Vector([tool, .. arguments]);
        _environment = Vector(Environment);
    }

    /// <exception cref="ConfinementException">The kernel did not start it.</exception>
    public void Execute() => Kernel.Do("execve", SystemCall.Execute, _path, (nint)_arguments, (nint)_environment);

    public void Dispose()
    {
        _texts.ForEach(Marshal.FreeCoTaskMem);
        NativeMemory.Free(_arguments);
        NativeMemory.Free(_environment);
    }

    private nint* Vector(string[] texts)
    {
        var vector = (nint*)NativeMemory.AllocZeroed((nuint)texts.Length + 1, (nuint)sizeof(nint));
        for (var at = 0; at < texts.Length; at++)
        {
            vector[at] = Text(texts[at]);
        }

        return vector;
    }

    private nint Text(string text)
    {
        var bytes = Marshal.StringToCoTaskMemUTF8(text);
        _texts.Add(bytes);
        return bytes;
    }
}
