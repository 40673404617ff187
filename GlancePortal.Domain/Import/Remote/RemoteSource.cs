using System.Net;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Opens files on other servers. All that is fetched from an address that somebody gave comes through here.</summary>
/// <param name="rules">Which addresses of the web.</param>
/// <param name="connector">Which addresses of the network.</param>
/// <param name="options">Limits of time.</param>
/// <param name="time">Their clock.</param>
public sealed class RemoteSource(UriRules rules, GuardedConnector connector, IOptionsMonitor<WebDownloadOptions> options, TimeProvider time)
{
    // Somebody waits for the answer.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(60);

    private readonly RemoteExchange _exchange = new(rules, connector, options);

    /// <summary>Opens a file at some byte.</summary>
    /// <param name="uri">From <see cref="UriRules.Require"/>.</param>
    /// <param name="offset">Bytes that are there already; 0 asks for the whole.</param>
    /// <param name="validator">The <see cref="RemoteContent.Validator"/> that came with them; null when there was none.</param>
    /// <param name="cancellationToken">Ends the asking; reading the body takes its own.</param>
    /// <returns>The file, from the offset or, if that cannot be, from 0: <see cref="RemoteContent.StartsAt"/> tells.</returns>
    /// <exception cref="UriFilteredException">The address, or one that it leads to, is not fetched.</exception>
    /// <exception cref="RemoteSourceException">The server does not give it. Passing faults have been tried again several times.</exception>
    public Task<RemoteContent> OpenAsync(Uri uri, long offset, string? validator, CancellationToken cancellationToken) =>
        OpenAsync(new RemoteTarget(uri), offset, validator, cancellationToken);

    /// <summary>The same with more than an address.</summary>
    public Task<RemoteContent> OpenAsync(RemoteTarget target, long offset, string? validator, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var isSame = validator is not null && (target.FixedValidator ?? validator) == validator;
        var range = offset > 0 && isSame ? target.RestFrom(offset, validator!) : new WantedRange();
        return OpenAsync(target, range, new Tries(time), options.CurrentValue.Timeout, cancellationToken);
    }

    /// <summary>Opens a file to look at its beginning while somebody waits: one try, and not for long.</summary>
    internal Task<RemoteContent> LookAsync(RemoteTarget target, WantedRange range, CancellationToken cancellationToken)
    {
        var limit = options.CurrentValue.Timeout is var most && most < LongestLook ? most : LongestLook;
        return OpenAsync(target, range, new Tries(time, most: 1), limit, cancellationToken);
    }

    /// <summary>A small file as a whole; null when it has more bytes than these.</summary>
    internal async Task<byte[]?> ReadSmallAsync(RemoteTarget target, int maxBytes, CancellationToken cancellationToken)
    {
        await using var content = await LookAsync(target, new WantedRange(), cancellationToken);
        var buffer = new byte[maxBytes + 1];
        var count = await content.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count <= maxBytes ? buffer[..count] : null;
    }

    private async Task<RemoteContent> OpenAsync(RemoteTarget target, WantedRange range, Tries tries, TimeSpan limit, CancellationToken cancellationToken)
    {
        var transfer = new RemoteTransfer(target, _exchange, new TransferWatch(time, options.CurrentValue.StallTimeout, limit), time);
        RemoteAnswer? answer = null;
        try
        {
            answer = await AskAsync(transfer, target, range, tries, cancellationToken);
            return await OpenAsync(transfer, answer, cancellationToken);
        }
        catch
        {
            answer?.Dispose();
            transfer.Dispose();
            throw;
        }
    }

    private static async Task<RemoteAnswer> AskAsync(
        RemoteTransfer transfer, RemoteTarget target, WantedRange range, Tries tries, CancellationToken cancellationToken)
    {
        while (true)
        {
            RemoteAnswer? answer = null;
            try
            {
                answer = await transfer.AskAsync(range, cancellationToken);
                if (range.IsAll || Fits(answer, target, range))
                {
                    answer.RequireFile();
                    return range.IsAll && answer.IsPart ? throw RemoteRefusals.WrongRange(answer.Source) : answer;
                }

                answer.Dispose();
                range = new WantedRange();
            }
            catch (RemoteSourceException fault) when (transfer.CanTryAgain(fault))
            {
                answer?.Dispose();
                tries.Fail(fault.RetryAfter);
                if (tries.AreUsedUp)
                {
                    throw;
                }

                await transfer.PauseAsync(tries, UriRules.Shown(target.Uri), cancellationToken);
            }
            catch
            {
                answer?.Dispose();
                throw;
            }
        }
    }

    // What no part can be had of is asked for as a whole.
    private static bool Fits(RemoteAnswer answer, RemoteTarget target, WantedRange range) => answer.Response.StatusCode switch
    {
        HttpStatusCode.PartialContent => answer.From == range.From && (range.Validator is null || answer.Validator is null || answer.Validator == range.Validator),
        HttpStatusCode.RequestedRangeNotSatisfiable => false,
        // Glance's answer where a store cannot read parts.
        HttpStatusCode.BadRequest => target.FixedValidator is null,
        _ => true,
    };

    private static async Task<RemoteContent> OpenAsync(RemoteTransfer transfer, RemoteAnswer answer, CancellationToken cancellationToken)
    {
        var body = new RemoteStream(transfer, answer, await answer.BodyAsync(cancellationToken));
        try
        {
            await RequireNoPageAsync(body, answer, cancellationToken);
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }

        return new RemoteContent
        {
            Body = body,
            StartsAt = answer.From,
            Length = answer.Length,
            Validator = answer.Validator,
            AcceptsRanges = answer.AcceptsRanges,
            ContentType = answer.Response.Content.Headers.ContentType?.MediaType,
            FinalAddress = answer.Source,
            Redirects = [.. answer.Redirects.Select(UriRules.Shown)],
            Certificate = answer.Certificate,
        };
    }

    private static async Task RequireNoPageAsync(RemoteStream body, RemoteAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.From == 0 && HtmlSniff.IsPage((await body.PeekAsync(HtmlSniff.IsDecided, HtmlSniff.Bytes, cancellationToken)).Span))
        {
            throw RemoteRefusals.Html(answer.Source);
        }
    }
}
