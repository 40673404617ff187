using System.Text;

namespace GlancePortal.Tests.Support;

/// <summary>What a <see cref="TrapServer"/> can answer.</summary>
internal static class Traps
{
    public const string Tag = "\"v1\"";

    /// <summary>A file as a good server gives it: with a tag, and parts of it.</summary>
    public static Func<TrapVisit, Task> File(byte[] content, string tag = Tag, params string[] headers) => async visit =>
    {
        var from = visit.Header("If-Range") is { } only && only != tag ? 0 : visit.From;
        await visit.SendHeadAsync(visit.Header("Range") is null || from != visit.From ? 200 : 206, [.. Head(content, from, tag, visit, from == visit.From), .. headers]);
        await visit.SendAsync(content.AsMemory(from, Last(visit, content.Length, from) + 1 - from));
    };

    /// <summary>The same, of a server that knows no parts.</summary>
    public static Func<TrapVisit, Task> Whole(byte[] content, params string[] headers) => async visit =>
    {
        await visit.SendHeadAsync(200, [$"Content-Length: {content.Length}", .. headers]);
        await visit.SendAsync(content);
    };

    /// <summary>A file that is announced, of which only the first bytes come.</summary>
    public static Func<TrapVisit, Task> Cut(byte[] content, int bytes, string tag = Tag, bool reset = false) => async visit =>
    {
        await visit.SendHeadAsync(visit.Header("Range") is null ? 200 : 206, Head(content, visit.From, tag, visit, isPart: true));
        await visit.SendAsync(content.AsMemory(visit.From, bytes));
        if (reset)
        {
            visit.Reset();
        }
    };

    /// <summary>The first bytes of a file, and then nothing.</summary>
    public static Func<TrapVisit, Task> Stall(byte[] content, int bytes) => async visit =>
    {
        await visit.SendHeadAsync(200, $"Content-Length: {content.Length}", $"ETag: {Tag}");
        await visit.SendAsync(content.AsMemory(0, bytes));
        await visit.FallSilentAsync();
    };

    public static Func<TrapVisit, Task> Silence() => visit => visit.FallSilentAsync();

    public static Func<TrapVisit, Task> Status(int status, params string[] headers) => visit => visit.SendHeadAsync(status, ["Content-Length: 0", .. headers]);

    public static Func<TrapVisit, Task> Redirect(string to, int status = 302) => Status(status, $"Location: {to}");

    /// <summary>A file in chunks, without its length.</summary>
    public static Func<TrapVisit, Task> Chunked(byte[] content, bool isEnded = true) => async visit =>
    {
        await visit.SendHeadAsync(200, "Transfer-Encoding: chunked", $"ETag: {Tag}");
        foreach (var chunk in content.Chunk(1000))
        {
            await visit.SendAsync((byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]);
        }

        if (isEnded)
        {
            await visit.SendAsync("0\r\n\r\n"u8.ToArray());
        }
    };

    private static string[] Head(byte[] content, int from, string tag, TrapVisit visit, bool isPart)
    {
        var last = Last(visit, content.Length, from);
        string[] head = [$"Content-Length: {last + 1 - from}", $"ETag: {tag}", "Accept-Ranges: bytes"];
        return visit.Header("Range") is not null && isPart ? [.. head, $"Content-Range: bytes {from}-{last}/{content.Length}"] : head;
    }

    private static int Last(TrapVisit visit, int length, int from) =>
        visit.Header("Range")?.Split('-')[1] is { Length: > 0 } last && from == visit.From ? Math.Min(int.Parse(last, null), length - 1) : length - 1;
}
