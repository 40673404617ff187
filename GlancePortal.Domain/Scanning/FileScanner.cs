using GlancePortal.Domain.Import;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Scanning;

/// <summary>Has a file scanned by clamd, a few windows at once.</summary>
/// <param name="options">Where clamd is, and what it takes.</param>
/// <param name="time">Clock of the verdict.</param>
internal sealed class FileScanner(IOptionsMonitor<ScanOptions> options, TimeProvider time)
{
    private const int LongestText = 200;

    /// <summary>What the scanner says about all bytes of a file.</summary>
    /// <param name="path">The file; read only.</param>
    /// <param name="progress">Told the bytes that were sent, and how many there will be.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    /// <returns>`clean` only when every byte of it was scanned.</returns>
    /// <exception cref="ScannerAwayException">The scanner does not answer.</exception>
    public async Task<ScanVerdict> ScanAsync(string path, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        var settings = options.CurrentValue;
        var clamd = new ClamdClient(ClamdAddress.Parse(settings.ClamAv ?? "") ?? throw new ScannerAwayException("Scan:ClamAv names none"), settings.Timeout, time);
        var engine = Short(await clamd.AskAsync("VERSION", cancellationToken));
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var windows = ScanWindows.Of(file, settings.WindowBytes, settings.OverlapBytes).ToList();
        if (windows.Count == 0)
        {
            return new ScanVerdict("clean", null, null, engine, time.GetUtcNow());
        }

        using var found = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (total, sent) = (windows.Sum(window => window.Bytes), 0L);
        string? signature = null, reason = null;
        try
        {
            await Parallel.ForEachAsync(
                windows,
                new ParallelOptions { MaxDegreeOfParallelism = settings.AtOnce, CancellationToken = found.Token },
                async (window, token) =>
                {
                    var reply = await clamd.ScanAsync(file, window, bytes => progress(Interlocked.Add(ref sent, bytes), total), token);
                    var (name, why) = Read(reply);
                    if (why is not null)
                    {
                        Interlocked.CompareExchange(ref reason, why, null);
                    }

                    if (name is not null)
                    {
                        Interlocked.CompareExchange(ref signature, name, null);
                        await found.CancelAsync();
                    }
                });
        }
        catch (Exception) when (signature is not null && !cancellationToken.IsCancellationRequested)
        {
            // One finding is enough; the other windows were only broken off.
        }

        return signature is not null
            ? new ScanVerdict("infected", signature, null, engine, time.GetUtcNow())
            : new ScanVerdict(reason is null ? "clean" : "not-scanned", null, reason, engine, time.GetUtcNow());
    }

    /// <summary>The name of what was found, or why a window was not scanned; neither for a clean one.</summary>
    internal static (string? Signature, string? Reason) Read(string reply)
    {
        const string found = " FOUND";
        var text = reply.StartsWith("stream: ", StringComparison.Ordinal) ? reply["stream: ".Length..] : reply;
        if (text == "OK")
        {
            return (null, null);
        }

        if (text.EndsWith(found, StringComparison.Ordinal))
        {
            var name = text[..^found.Length];
            return name.StartsWith("Heuristics.Limits", StringComparison.Ordinal) ? (null, ScanReasons.Limit)
                : name.StartsWith("Heuristics.Encrypted", StringComparison.Ordinal) ? (null, ScanReasons.Encrypted)
                : (Short(name), null);
        }

        return (null, text.Contains("limit exceeded", StringComparison.OrdinalIgnoreCase) ? ScanReasons.Limit : ScanReasons.Fault);
    }

    private static string Short(string text) =>
        new([.. text.Take(LongestText).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter)]);
}

/// <summary>Why content was not scanned whole; `Scan.Reason.{name}` is the text.</summary>
internal static class ScanReasons
{
    /// <summary>Beyond a limit of the scanner.</summary>
    public const string Limit = "limit";

    /// <summary>Encrypted, as a whole or in a part.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>Larger than is scanned here.</summary>
    public const string TooLarge = "too-large";

    /// <summary>Packed, and so long that the scanner cannot have it at once to unpack it.</summary>
    public const string Packed = "packed";

    /// <summary>The guest's bytes could not be taken out of the disk.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The scanner does not answer.</summary>
    public const string Away = "away";

    /// <summary>The scanner met a fault of its own.</summary>
    public const string Fault = "fault";

    /// <summary>A reason in words, English.</summary>
    public static string InWords(string reason) => reason switch
    {
        Limit => "a part is beyond a limit of the scanner",
        Encrypted => "it is encrypted",
        TooLarge => "it is larger than Scan:MaxBytes",
        Packed => "it is packed, and longer than Scan:WindowBytes",
        Unreadable => "the guest's data could not be read",
        Away => "the scanner is away",
        _ => "the scanner met a fault",
    };
}
