using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>The explorer of the APIs in a browser that obeys the content security policy.</summary>
public sealed class ExplorerJourney(Chromium chromium) : PortalJourney(chromium)
{
    [Fact]
    public async Task A_person_reads_of_an_operation_and_tries_it_as_themselves()
    {
        using var file = await DiskFile.Qcow2Async("tried.qcow2", 1, Cancellation);
        using var api = await ApiAsync(People.Alice);
        var id = await api.CreateAsync("tried", file, Cancellation);
        var alice = await VisitAsync(People.Alice);
        var page = alice.Page;
        await page.GotoAsync("/api/docs");

        var search = page.Locator(".opblock", new() { Has = page.GetByText("Search for images") });
        await page.Locator(".opblock-tag", new() { HasText = "Portal API" }).ClickAsync();
        await search.WaitForAsync();
        await Shots.TakeAsync(page, "explorer");
        await RunAsync(search);
        await Assertions.Expect(search.Locator(".live-responses-table")).ToContainTextAsync("\"tried\"");

        // A change, which the cookie alone may not make.
        var bulk = page.Locator(".opblock", new() { Has = page.GetByText("Change many images") });
        await bulk.Locator(".opblock-summary-control").ClickAsync();
        await bulk.Locator(".try-out__btn").ClickAsync();
        await bulk.Locator("textarea").First.FillAsync($$"""{ "action": "protect", "ids": ["{{id}}"] }""");
        await bulk.Locator(".execute").ClickAsync();
        await Assertions.Expect(bulk.Locator(".live-responses-table .response-col_status").Last).ToContainTextAsync("200");
        await Assertions.Expect(bulk.Locator(".live-responses-table")).ToContainTextAsync(new Regex("\"outcome\": *\"changed\""));
        Assert.Empty(alice.Complaints);
    }

    private static async Task RunAsync(ILocator operation)
    {
        await operation.Locator(".opblock-summary-control").ClickAsync();
        await operation.Locator(".try-out__btn").ClickAsync();
        await operation.Locator(".execute").ClickAsync();
    }
}
