using System.Net;
using System.Net.Http.Headers;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>One connection for one request: never kept for another, so that what was allowed for one target is used by no other.</summary>
internal sealed class RemoteConnection : IDisposable
{
    private const int MaxHeaderKibibytes = 64;
    private static readonly ProductInfoHeaderValue Program = new("GlancePortal", typeof(RemoteConnection).Assembly.GetName().Version!.ToString(3));

    private readonly ServerTrust _trust;
    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _uri;
    private WatchedStream? _stream;

    /// <param name="uri">Where to.</param>
    /// <param name="isTrusted">Whether any address will do.</param>
    /// <param name="connector">Makes the connection.</param>
    /// <param name="options">Says whom to trust, and for how long to try.</param>
    public RemoteConnection(Uri uri, bool isTrusted, GuardedConnector connector, WebDownloadOptions options)
    {
        _uri = uri;
        _trust = new ServerTrust(uri.Scheme == Uri.UriSchemeHttps ? options.CaFile : null);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // No proxy of the environment, no state, nothing that follows or changes what is asked.
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxHeaderKibibytes,
            ConnectTimeout = options.ConnectTimeout,
            SslOptions = _trust.Options(),
            ConnectCallback = async (context, cancellationToken) =>
                await connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, isTrusted, cancellationToken),
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(_stream = new WatchedStream(context.PlaintextStream)),
        });
    }

    /// <summary>What the server showed; null without encryption.</summary>
    public RemoteCertificate? Certificate => _trust.Seen;

    /// <summary>Asks for the body, or a part of it.</summary>
    /// <exception cref="RemoteSourceException">There is no connection, or no answer that can be understood.</exception>
    public async Task<HttpResponseMessage> SendAsync(RemoteTarget target, WantedRange range, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _uri) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.ConnectionClose = true;
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue(Program.Product!));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        range.AddTo(request);
        target.ShowCredentials(request);
        try
        {
            var answer = await _invoker.SendAsync(request, cancellationToken);
            _stream!.Announced = answer.Content.Headers.ContentLength;
            return answer;
        }
        catch (HttpRequestException fault)
        {
            throw Translated(fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw RemoteRefusals.Unreachable(UriRules.HostOf(_uri), "there was no connection in time", fault);
        }
    }

    /// <summary>Whether bytes come behind the end of a body that has been read.</summary>
    public Task<bool> HasMoreAsync(CancellationToken cancellationToken) => _stream!.HasMoreAsync(cancellationToken);

    public void Dispose()
    {
        _stream?.Close(isFinal: true);
        _invoker.Dispose();
    }

    private RemoteSourceException Translated(HttpRequestException fault)
    {
        if (fault.InnerException is RemoteSourceException refusal)
        {
            return refusal;
        }

        var host = UriRules.HostOf(_uri);
        return fault switch
        {
            _ when _trust.Fault is { } why => RemoteRefusals.Certificate(host, why),
            { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } => RemoteRefusals.Garbled(UriRules.Shown(_uri), fault),
            { HttpRequestError: HttpRequestError.ResponseEnded } => RemoteRefusals.Unreachable(host, "it closed the connection without an answer", fault),
            { HttpRequestError: HttpRequestError.SecureConnectionError } => RemoteRefusals.Unreachable(host, "no encrypted connection can be agreed upon", fault),
            _ => RemoteRefusals.Unreachable(host, "the connection failed", fault),
        };
    }
}
