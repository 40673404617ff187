using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace GlancePortal.Tests.Support;

/// <summary>A server-sent event.</summary>
internal sealed record ServerEvent(string? Name, string? Id, JsonNode Data);

/// <summary>Reads server-sent events; waits for each with a deadline.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage answer, Stream body) => (_answer, _lines) = (answer, new StreamReader(body, Encoding.UTF8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<EventReader> OpenAsync(HttpClient client, string address, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new EventReader(answer, await answer.Content.ReadAsStreamAsync(Cancellation));
    }

    /// <summary>The next event.</summary>
    public async Task<ServerEvent> NextAsync() => await TryNextAsync() ?? throw new InvalidOperationException("The events have ended.");

    /// <summary>The next event that is wanted; others are passed over.</summary>
    public async Task<ServerEvent> UntilAsync(Func<ServerEvent, bool> isWanted)
    {
        ServerEvent next;
        do
        {
            next = await NextAsync();
        }
        while (!isWanted(next));
        return next;
    }

    /// <summary>The next event; null when they have ended.</summary>
    public async Task<ServerEvent?> TryNextAsync()
    {
        string? name = null, id = null, data = null;
        while (await _lines.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation) is { } line)
        {
            if (line.Length == 0 && data is not null)
            {
                return new ServerEvent(name, id, JsonNode.Parse(data)!);
            }

            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var value = colon < 0 ? "" : line[(colon + 2)..];
            (name, id, data) = (colon < 0 ? "" : line[..colon]) switch
            {
                "event" => (value, id, data),
                "id" => (name, value, data),
                "data" => (name, id, value),
                _ => (name, id, data),
            };
        }

        return null;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }
}
