namespace GlancePortal.Confined;

/// <summary>Called by the server with what a tool may do, and becomes that tool: docs/adr/0021-confined-tools.md.</summary>
internal static class Confiner
{
    public static int Main(string[] args)
    {
        try
        {
            ConfinementOrder.Parse(args).BecomeTool();
        }
        catch (ConfinementException fault)
        {
            Console.Error.WriteLine(fault.Message);
        }

        return ConfinementOrder.NotConfined;
    }
}
