using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Support;

/// <summary>What axe finds on a page.</summary>
internal static class Accessibility
{
    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>Every serious finding by page, rule and place.</summary>
    public static async Task<IEnumerable<string>> FindAsync(IPage page, string name)
    {
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        return found.Violations.Where(violation => Grave.Contains(violation.Impact))
            .Select(violation => $"{name}: {violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Take(5).Select(node => node.Html))}");
    }
}
