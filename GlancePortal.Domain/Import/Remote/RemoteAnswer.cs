using System.Net;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>What a server answered, with the body still to be read.</summary>
internal sealed class RemoteAnswer(Uri uri, IReadOnlyList<Uri> redirects, HttpResponseMessage response, RemoteConnection connection, RemoteTarget target) : IDisposable
{
    // A server that keeps the connection has sent all; it was asked to close it.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromMilliseconds(500);

    // By RFC 9110 a time tells two versions apart only if the later one cannot be of the same second.
    private static readonly TimeSpan SurelyOlder = TimeSpan.FromSeconds(1);

    /// <summary>Where the body comes from, behind all redirects.</summary>
    public Uri Uri => uri;

    /// <summary>The addresses on the way there, without the first and the last.</summary>
    public IReadOnlyList<Uri> Redirects => redirects;

    public string Source => UriRules.Shown(uri);

    public HttpResponseMessage Response => response;

    public RemoteCertificate? Certificate => connection.Certificate;

    public bool IsWhole => response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation;

    public bool IsPart => response.StatusCode == HttpStatusCode.PartialContent;

    /// <summary>Whether the server says that there are no such bytes.</summary>
    public bool IsBeyondEnd => response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;

    /// <summary>The first byte of the body.</summary>
    public long From => IsPart ? response.Content.Headers.ContentRange?.From ?? -1 : 0;

    /// <summary>Bytes of the file as a whole; null while unknown.</summary>
    public long? Length => IsPart ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;

    /// <summary>What tells this version of the file from every other: its strong entity tag, or its time if that is old enough; null when there is neither.</summary>
    public string? Validator => target.FixedValidator
        ?? (response.Headers.ETag is { IsWeak: false } tag ? tag.Tag
        : response.Content.Headers.LastModified is { } modified && response.Headers.Date - modified >= SurelyOlder ? modified.ToString("r")
        : null);

    /// <summary>Whether parts can be asked for, as far as the server says.</summary>
    public bool AcceptsRanges => IsPart || response.Headers.AcceptRanges.Contains("bytes")
        || (target.FixedValidator is not null && !response.Headers.AcceptRanges.Contains("none"));

    public Task<Stream> BodyAsync(CancellationToken cancellationToken) => response.Content.ReadAsStreamAsync(cancellationToken);

    /// <summary>Refuses what is no file, or not as it is stored.</summary>
    /// <exception cref="RemoteSourceException">The status says no, the body is encoded, or it is a web page.</exception>
    public void RequireFile()
    {
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            throw RemoteRefusals.NotFound(Source);
        }

        if (!IsWhole && !IsPart)
        {
            throw RemoteRefusals.Refused(Source, response);
        }

        var encodings = response.Content.Headers.ContentEncoding.Where(encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)).ToList();
        if (encodings.Count > 0 && !IsOfFile(encodings))
        {
            throw RemoteRefusals.Encoded(Source, string.Join(", ", encodings));
        }

        if (response.Content.Headers.ContentType?.MediaType is { } type
            && (type.Equals("text/html", StringComparison.OrdinalIgnoreCase) || type.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase)))
        {
            throw RemoteRefusals.Html(Source);
        }
    }

    /// <summary>Whether bytes come behind the announced end.</summary>
    public async Task<bool> HasMoreAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var farewell = new CancellationTokenSource(LongestFarewell, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(farewell.Token, cancellationToken);
        return await connection.HasMoreAsync(either.Token);
    }

    public void Dispose()
    {
        response.Dispose();
        connection.Dispose();
    }

    // Many servers call a file `.gz` encoded: what they send is the file all the same.
    private bool IsOfFile(List<string> encodings) => encodings is ["gzip" or "x-gzip"]
        && (uri.AbsolutePath.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || uri.AbsolutePath.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase));
}
