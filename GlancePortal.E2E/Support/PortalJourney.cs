using Xunit;

namespace GlancePortal.E2E.Support;

/// <summary>A journey with a program, a link and browsers of its own: it may break what it likes.</summary>
public abstract class PortalJourney(Chromium chromium) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private PortalServer? _server;
    private Link? _link;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Arguments of the program beside those of all journeys.</summary>
    protected virtual IReadOnlyList<string> Settings => [];

    protected PortalServer Server => _server!;

    protected Link Link => _link!;

    public async ValueTask InitializeAsync()
    {
        _server = await PortalServer.StartAsync(Settings, Cancellation);
        _link = new Link(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            await LeaveTracesAsync();
        }

        foreach (var visitor in _visitors)
        {
            await visitor.DisposeAsync();
        }

        if (_link is not null)
        {
            await _link.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected async Task<Visitor> VisitAsync(Person? person = null, Look? look = null)
    {
        var visitor = await chromium.VisitAsync(Link.Address, look);
        _visitors.Add(visitor);
        if (person is not null)
        {
            await visitor.SignIn.AsAsync(person);
        }

        return visitor;
    }

    // What the browsers showed and the program said when it failed, beside the reports of the tests.
    private async Task LeaveTracesAsync()
    {
        var test = TestContext.Current.TestMethod?.MethodName ?? "test";
        var folder = Directory.CreateDirectory(Path.Combine(PortalServer.Root, "artifacts", "test-reports", "e2e"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{test}.log"), _server?.Log());
        foreach (var (visitor, place) in _visitors.Select((visitor, place) => (visitor, place)))
        {
            foreach (var page in visitor.Context.Pages)
            {
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder.FullName, $"{test}-{place}.png") });
            }

            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, $"{test}-{place}.console"), visitor.Complaints);
        }
    }

    private protected Task<Api> ApiAsync(Person person) => Api.AsAsync(Server, person, Cancellation);
}
