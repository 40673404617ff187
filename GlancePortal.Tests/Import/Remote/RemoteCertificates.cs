using GlancePortal.Domain.Import.Remote;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>Which servers are believed to be who they say.</summary>
[Trait("Suite", "unit")]
public sealed class RemoteCertificates : IDisposable
{
    private static readonly byte[] Content = Bytes.Random(5000);

    private readonly RemoteBench _bench = new();
    private readonly TestAuthority _root = TestAuthority.Root();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_that_no_known_authority_vouches_for_is_refused()
    {
        await using var server = new TrapServer(certificate: _root.Server());

        Assert.Contains("no authority", await RefusedAsync(server), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task One_of_an_authority_of_the_operator_is_accepted_and_shown()
    {
        Trust(_root);
        await using var server = new TrapServer(certificate: _root.Server()) { Answer = Traps.File(Content) };

        await using var content = await OpenAsync(server);

        Assert.Equal(Content.Length, content.Length);
        Assert.Equal(("CN=store.example", _root.Certificate.Subject), (content.Certificate?.Subject, content.Certificate?.Issuer));
        Assert.True(content.Certificate?.ValidUntil > TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task An_authority_in_between_is_taken_from_the_server()
    {
        Trust(_root);
        using var between = _root.Below("between");
        await using var server = new TrapServer(certificate: between.Server()) { Answer = Traps.File(Content), Intermediates = { between.Certificate } };

        await using var content = await OpenAsync(server);

        Assert.Equal(between.Certificate.Subject, content.Certificate?.Issuer);
    }

    [Fact]
    public async Task An_authority_in_between_is_not_fetched_from_where_a_certificate_says()
    {
        Trust(_root);
        using var between = _root.Below("between");
        await using var led = new TrapServer { Answer = Traps.Whole(between.Certificate.RawData, "Content-Type: application/pkix-cert") };
        await using var server = new TrapServer(certificate: between.Server(issuerAt: led.Address("/between.cer")));

        await RefusedAsync(server);

        Assert.Equal(0, led.Connections);
    }

    [Fact]
    public async Task One_for_another_name_is_refused()
    {
        Trust(_root);
        await using var server = new TrapServer(certificate: _root.Server("127.0.0.9"));

        Assert.Contains("another name", await RefusedAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_has_ended_is_refused()
    {
        Trust(_root);
        await using var server = new TrapServer(certificate: _root.Server(hasEnded: true));

        Assert.Contains("has ended", await RefusedAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_where_nothing_is_encrypted_is_refused()
    {
        Trust(_root);
        await using var open = new TrapServer { Answer = Traps.File(Content) };
        await using var server = new TrapServer(certificate: _root.Server()) { Answer = Traps.Redirect(open.Address().ToString()) };

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => OpenAsync(server));

        Assert.Equal("import.source_redirects", refusal.Code);
        Assert.Equal(0, open.Connections);
    }

    [Fact]
    public async Task A_server_that_does_not_encrypt_is_told()
    {
        _bench.Web.StallTimeout = TimeSpan.FromDays(1);
        await using var server = new TrapServer();
        var address = new UriBuilder(server.Address()) { Scheme = "https" }.Uri;

        // It waits for a request, and gets the beginning of an encrypted connection.
        _bench.Web.ConnectTimeout = TimeSpan.FromMilliseconds(200);
        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(
            () => _bench.InFastTimeAsync(_bench.Source.OpenAsync(address, 0, null, Cancellation), TimeSpan.FromSeconds(10)));

        Assert.Equal("import.source_unreachable", refusal.Code);
    }

    private void Trust(TestAuthority authority)
    {
        _bench.Web.CaFile = _folder.File("ca.pem");
        authority.WriteTo(_bench.Web.CaFile);
    }

    private Task<RemoteContent> OpenAsync(TrapServer server) => _bench.Source.OpenAsync(server.Address(), 0, null, Cancellation);

    private async Task<string> RefusedAsync(TrapServer server)
    {
        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => OpenAsync(server));
        Assert.Equal(("import.source_certificate", false), (refusal.Code, refusal.IsTransient));
        return refusal.Message;
    }
}
