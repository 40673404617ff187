using System.Collections.Concurrent;
using GlancePortal.E2E.Pages;
using Microsoft.Playwright;

namespace GlancePortal.E2E.Support;

/// <summary>A person at a browser.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();

    public Visitor(IBrowserContext context, IPage page)
    {
        Context = context;
        Page = page;
        page.SetDefaultTimeout(30_000);
        // Someone must be listening before the first key or click, or the dialog opens where nobody can answer it.
        page.FileChooser += (_, _) => { };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, line) =>
        {
            // What the network did is a journey's own business.
            if (line.Type == "error" && !line.Text.Contains("Failed to load resource", StringComparison.Ordinal)
                && !line.Text.Contains("WebSocket", StringComparison.Ordinal))
            {
                _complaints.Enqueue(line.Text);
            }
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Errors that the pages wrote to the browser's console.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public SignInPage SignIn => new(Page);

    public ImageListPage Images => new(Page);

    public NewImagePage NewImage => new(Page);

    public ImagePage Image => new(Page);

    public ImportPage Import => new(Page);

    public JobsPage Jobs => new(Page);

    public EditImagePage Edit => new(Page);

    public UploadPanel Uploads => new(Page);

    public ValueTask DisposeAsync() => new(Context.CloseAsync());
}
