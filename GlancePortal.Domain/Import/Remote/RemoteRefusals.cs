using System.Globalization;
using System.Net;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>An address that is not fetched, whatever is there. Answered 400.</summary>
/// <param name="message">Names the rule and the next step, and no secret of the address.</param>
public sealed class UriFilteredException(string message) : DomainException("import.uri_filtered", message);

/// <summary>Another server did not give what was asked of it. Answered 422.</summary>
/// <param name="code">Names the cause.</param>
/// <param name="message">Names the server, the cause and the next step.</param>
/// <param name="isTransient">Whether a later try can help.</param>
/// <param name="inner">The fault below, for the log only.</param>
public sealed class RemoteSourceException(string code, string message, bool isTransient = false, Exception? inner = null)
    : DomainException(code, message, inner)
{
    /// <inheritdoc/>
    public override bool IsTransient => isTransient;

    /// <summary>How long the server asks to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What the server answered; null when it was no status.</summary>
    public HttpStatusCode? Status { get; init; }
}

/// <summary>What can be wrong with another server, in words.</summary>
internal static class RemoteRefusals
{
    /// <summary>Code of what may be over a moment later.</summary>
    public const string Unreached = "import.source_unreachable";

    /// <summary>Code of what may be over a moment later, by some statuses.</summary>
    public const string Refusal = "import.source_refused";

    public static RemoteSourceException ForbiddenAddress(string host, string kind) => new RemoteSourceException(
        "import.source_forbidden_address",
        $"The name {host} leads to {kind}, which is not asked. Use a public server, or ask an administrator to list the host as a private one that is allowed.");

    public static RemoteSourceException Unresolved(string host, Exception? inner) => new RemoteSourceException(
        "import.source_unreachable", $"The name {host} cannot be resolved. Check its spelling, or try again later.", isTransient: true, inner);

    public static RemoteSourceException Unreachable(string host, string how, Exception? inner) => new RemoteSourceException(
        "import.source_unreachable", $"The server {host} cannot be reached: {how}. Check the address, or try again later.", isTransient: true, inner);

    public static RemoteSourceException Certificate(string host, string why) => new RemoteSourceException(
        "import.source_certificate",
        $"The certificate of {host} is not accepted: {why}. Its owner must renew it, or an administrator trust its authority in the CA file of web downloads.");

    public static RemoteSourceException NotFound(string source) => new RemoteSourceException(
        "import.source_not_found", $"There is nothing at {source}. Check the address; the file may have been moved or removed.");

    public static RemoteSourceException Refused(string source, HttpResponseMessage answer) => new RemoteSourceException(
        "import.source_refused",
        $"The server refused {source} with status {Number(answer.StatusCode)}{Hint(answer.StatusCode)}.",
        IsPassing(answer.StatusCode))
    {
        Status = answer.StatusCode,
        RetryAfter = answer.Headers.RetryAfter?.Delta is { } wait && wait >= TimeSpan.Zero ? wait : null,
    };

    public static RemoteSourceException TooManyRedirects(string source, int limit) => new RemoteSourceException(
        "import.source_redirects",
        $"The server led from {source} to yet another address more than {limit.ToString(CultureInfo.InvariantCulture)} times. Use the address of the file itself.");

    public static RemoteSourceException LeadsNowhere(string source) => new RemoteSourceException(
        "import.source_redirects", $"The server leads away from {source} without saying where to. Use the address of the file itself.");

    public static RemoteSourceException Downgrade(string source, string to) => new RemoteSourceException(
        "import.source_redirects", $"The server leads from {source} to {to}, where nothing is encrypted. Use that address itself if it can be trusted.");

    public static RemoteSourceException Encoded(string source, string encoding) => new RemoteSourceException(
        "import.source_encoded",
        $"The server sends {source} encoded as {encoding} although it was asked not to, so its size and checksums could not be told. Use a server that sends the file as it is.");

    public static RemoteSourceException Html(string source) => new RemoteSourceException(
        "import.source_html", $"The server answers {source} with a web page, not with a file. Open the address in a browser and copy the link of the download itself.");

    public static RemoteSourceException Truncated(string source, long came, long? of, Exception? inner) => new RemoteSourceException(
        "import.source_truncated",
        $"The transfer of {source} broke off after {Bytes(came)}{(of is { } all ? $" of {Bytes(all)}" : "")} and could not go on. Try again later.",
        isTransient: true,
        inner);

    public static RemoteSourceException TooLong(string source, long declared) => new RemoteSourceException(
        "import.source_overlong", $"The server sends more of {source} than the {Bytes(declared)} that it announced. Its owner must mend it; use another server.");

    public static RemoteSourceException Changed(string source) => new RemoteSourceException(
        "import.source_changed", $"{source} was replaced by another file while it was fetched. Start again to fetch the new one.", isTransient: true);

    public static RemoteSourceException WrongRange(string source) => new RemoteSourceException(
        "import.source_refused", $"The server sent other bytes of {source} than it was asked for. Its owner must mend it; use another server.");

    public static RemoteSourceException Stalled(string source, TimeSpan silence) => new RemoteSourceException(
        "import.source_stalled", $"No byte of {source} came for {Seconds(silence)}. Try again later.", isTransient: true);

    public static RemoteSourceException TooSlow(string source, TimeSpan limit) => new RemoteSourceException(
        "import.source_too_slow", $"{source} was not there within {Seconds(limit)}. Use a faster server, or ask an administrator to allow more time.", isTransient: true);

    public static RemoteSourceException Garbled(string source, Exception? inner) => new RemoteSourceException(
        "import.source_garbled", $"What the server of {source} sends is no HTTP that can be understood. Check the address and the port.", isTransient: false, inner);

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (HttpStatusCode)425 || (int)status >= 500;

    private static string Hint(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => ": it wants a user and a password, or does not know those that were given. Put them into the address as user:password@",
        HttpStatusCode.Forbidden => ": who asked may not have it. Check the address and its credentials",
        _ when IsPassing(status) => ". Try again later",
        _ => ". Check the address",
    };

    private static string Number(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    private static string Bytes(long bytes) => bytes.ToString(CultureInfo.InvariantCulture) + " bytes";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " seconds";
}
