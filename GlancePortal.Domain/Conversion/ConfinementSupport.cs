using GlancePortal.Confined;

namespace GlancePortal.Domain.Conversion;

/// <summary>What this kernel offers for locking tools in; limits of memory, time and size hold on every one.</summary>
/// <param name="LandlockVersion">Of files, from version 4 of TCP, from version 6 of signals; 0 where there is none.</param>
/// <param name="HasSystemCallFilter">Whether system calls can be refused.</param>
public sealed record ConfinementSupport(int LandlockVersion, bool HasSystemCallFilter)
{
    /// <summary>Asks the kernel.</summary>
    public static ConfinementSupport Probe() => new(Landlock.Version, SystemCallFilter.IsAvailable);

    /// <summary>What is missing, a sentence each.</summary>
    public IEnumerable<string> Gaps()
    {
        if (LandlockVersion == 0)
        {
            yield return "The kernel has no Landlock: a tool that is taken over by a hostile image could read the server's files. Linux 5.13 or newer has it.";
        }

        if (!HasSystemCallFilter)
        {
            yield return "The kernel takes no seccomp filter, or this processor is not known here: a tool that is taken over could use the network.";
        }
    }
}
