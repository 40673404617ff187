using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Asks a server, and those that it leads to; each address on the way is held against the same rules.</summary>
/// <param name="rules">Looks at addresses of the web.</param>
/// <param name="connector">Looks at those of the network.</param>
/// <param name="options">Limits of time, and whom to trust.</param>
internal sealed partial class RemoteExchange(UriRules rules, GuardedConnector connector, IOptionsMonitor<WebDownloadOptions> options)
{
    /// <summary>Most redirects of one request.</summary>
    public const int MaxRedirects = 10;

    /// <summary>The answer behind all redirects, whatever its status.</summary>
    /// <exception cref="UriFilteredException">The address, or one that it leads to, is not fetched.</exception>
    /// <exception cref="RemoteSourceException">There is no answer.</exception>
    public async Task<RemoteAnswer> AskAsync(RemoteTarget target, Uri uri, WantedRange range, TransferWatch watch, CancellationToken cancellationToken)
    {
        var passed = new List<Uri>();
        var next = uri;
        while (true)
        {
            var isTrusted = target.IsTrusted(next);
            var connection = new RemoteConnection(isTrusted ? next : rules.Require(next.OriginalString), isTrusted, connector, options.CurrentValue);
            HttpResponseMessage? answer = null;
            try
            {
                answer = await SendAsync(connection, target, next, range, watch, cancellationToken);
                if (!IsRedirect(answer.StatusCode))
                {
                    return new RemoteAnswer(next, passed, answer, connection, target);
                }

                if (passed.Count == MaxRedirects)
                {
                    throw RemoteRefusals.TooManyRedirects(UriRules.Shown(uri), MaxRedirects);
                }

                passed.Add(next);
                next = Next(target, next, answer);
            }
            catch
            {
                answer?.Dispose();
                connection.Dispose();
                throw;
            }

            answer.Dispose();
            connection.Dispose();
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        RemoteConnection connection, RemoteTarget target, Uri uri, WantedRange range, TransferWatch watch, CancellationToken cancellationToken)
    {
        watch.Wait();
        try
        {
            return await connection.SendAsync(target, range, watch.With(cancellationToken));
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && watch.Fault(UriRules.Shown(uri)) is not null)
        {
            throw watch.Fault(UriRules.Shown(uri))!;
        }
        finally
        {
            watch.Rest();
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private Uri Next(RemoteTarget target, Uri from, HttpResponseMessage answer)
    {
        // As the server wrote it: the typed header would have understood it before we could look.
        if (!answer.Headers.NonValidated.TryGetValues("Location", out var values) || values.ToString().Trim() is not { Length: > 0 } location)
        {
            throw RemoteRefusals.LeadsNowhere(UriRules.Shown(from));
        }

        var text = location switch
        {
            _ when WholeAddress().IsMatch(location) => location,
            ['/', '/', ..] => $"{from.Scheme}:{location}",
            _ when !location.Contains('\\', StringComparison.Ordinal) && Uri.TryCreate(from, location, out var relative) => relative.AbsoluteUri,
            _ => location,
        };
        var next = Uri.TryCreate(text, UriKind.Absolute, out var own) && target.IsTrusted(own) ? own : Understood(text);
        return from.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp
            ? throw RemoteRefusals.Downgrade(UriRules.Shown(from), UriRules.Shown(next))
            : next;
    }

    private Uri Understood(string text)
    {
        try
        {
            return rules.Require(text);
        }
        catch (UriFilteredException fault)
        {
            throw new UriFilteredException($"The server leads to another address, which is refused. {fault.Message}");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex WholeAddress();
}
