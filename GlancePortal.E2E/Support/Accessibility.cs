using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Support;

/// <summary>What axe finds on a page.</summary>
internal static class Accessibility
{
    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>Looks at a page on a wide and on a narrow screen: what axe finds, and whether it must be scrolled sideways.</summary>
    public static async Task CheckAsync(IPage page, string name, Look look, List<string> findings)
    {
        foreach (var width in new[] { 1440, 390 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await Shots.TakeAsync(page, $"{name}-{look with { Width = width }}");
            var wider = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (wider > 0)
            {
                findings.Add($"{name} {look}: {wider} px wider than a screen of {width}");
            }
        }

        await page.SetViewportSizeAsync(1440, 900);
        findings.AddRange(await FindAsync(page, $"{name} {look}"));
    }

    /// <summary>Every serious finding by page, rule and place.</summary>
    public static async Task<IEnumerable<string>> FindAsync(IPage page, string name)
    {
        var found = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });
        return found.Violations.Where(violation => Grave.Contains(violation.Impact))
            .Select(violation => $"{name}: {violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Take(5).Select(node => node.Html))}");
    }
}
