using System.Collections.Concurrent;
using System.Diagnostics;

namespace GlancePortal.Domain.Conversion;

/// <summary>Starts tools on the one thread that lives as long as this process.</summary>
/// <remarks>The kernel ends a tool with the thread that started it, and threads of the pool come and go.</remarks>
internal static class ToolThread
{
    private static readonly BlockingCollection<Action> Orders = Begin();

    public static Task StartAsync(Process process)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add(() =>
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception fault)
            {
                started.SetException(fault);
            }
        });
        return started.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var orders = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var order in orders.GetConsumingEnumerable())
            {
                order();
            }
        })
        {
            IsBackground = true,
            Name = "tools",
        }.Start();
        return orders;
    }
}
