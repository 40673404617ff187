using System.Net;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>Where fetches may lead: by redirects, by names, and with whose credentials.</summary>
[Trait("Suite", "unit")]
public sealed class RemoteGuarding : IAsyncLifetime
{
    private static readonly byte[] Content = Bytes.Random(5000);

    private readonly RemoteBench _bench = new();
    private readonly TrapServer _server = new();

    // The same port of an address that is not allowed: whoever comes here was led astray.
    private readonly TrapServer _forbidden;

    public RemoteGuarding()
    {
        _forbidden = new TrapServer("127.0.0.2", _server.Port) { Answer = Traps.File(Content) };
        _server.Answer = Traps.File(Content);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _forbidden.DisposeAsync();
    }

    [Theory]
    [InlineData("http://127.0.0.2:{0}/x")]
    [InlineData("//127.0.0.2:{0}/x")]
    [InlineData("http://2130706434:{0}/x")]
    [InlineData("http://0x7f000002:{0}/x")]
    [InlineData("http://127.2:{0}/x")]
    [InlineData("http://0177.0.0.2:{0}/x")]
    [InlineData("http://[::ffff:127.0.0.2]:{0}/x")]
    [InlineData("http://[::1]:{0}/x")]
    [InlineData("http://localhost:{0}/x")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://127.0.0.1\\@127.0.0.2:{0}/x")]
    [InlineData("/\\127.0.0.2:{0}/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.2:{0}/x")]
    [InlineData("https:\\\\127.0.0.2:{0}/x")]
    public async Task A_redirect_to_what_is_forbidden_is_refused(string to)
    {
        _server.Answer = Traps.Redirect(string.Format(null, to, _server.Port));

        await RefusedAsync("import.uri_filtered", _server.Address());

        Assert.Equal((1, 0), (_server.Connections, _forbidden.Connections));
    }

    [Fact]
    public async Task A_redirect_to_a_port_that_is_not_allowed_is_refused()
    {
        _bench.Web.AllowedPorts = [_server.Port.ToString(null, null)];
        await using var other = new TrapServer { Answer = Traps.File(Content) };
        _server.Answer = Traps.Redirect(other.Address().ToString());

        await RefusedAsync("import.uri_filtered", _server.Address());

        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task Ten_redirects_are_followed_and_named()
    {
        _server.Answer = Countdown(10);

        await using var content = await _bench.Source.OpenAsync(_server.Address("/0?secret"), 0, null, Cancellation);

        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal((_server.Address("/10").ToString(), 10), (content.FinalAddress, content.Redirects.Count));
        Assert.Equal(_server.Address("/0").ToString(), content.Redirects[0]);
    }

    [Fact]
    public async Task The_eleventh_redirect_is_refused()
    {
        _server.Answer = Countdown(11);

        await RefusedAsync("import.source_redirects", _server.Address("/0"));

        Assert.Equal(11, _server.Connections);
    }

    [Fact]
    public async Task A_redirect_to_itself_ends()
    {
        _server.Answer = Traps.Redirect("/again", 308);

        await RefusedAsync("import.source_redirects", _server.Address());
    }

    [Fact]
    public async Task A_redirect_to_nowhere_is_refused()
    {
        _server.Answer = Traps.Status(302);

        await RefusedAsync("import.source_redirects", _server.Address());
    }

    [Fact]
    public async Task A_name_that_leads_to_a_forbidden_address_is_refused()
    {
        _bench.Resolve = To("127.0.0.2");

        await RefusedAsync("import.source_forbidden_address", Named());

        Assert.Equal(0, _forbidden.Connections);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_are_asked_that_may_be()
    {
        _bench.Resolve = To("127.0.0.2", "::1", "127.0.0.1");

        await using var content = await _bench.Source.OpenAsync(Named(), 0, null, Cancellation);

        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal(0, _forbidden.Connections);
    }

    [Fact]
    public async Task A_name_is_resolved_once_for_a_connection()
    {
        var asked = 0;
        _bench.Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "127.0.0.1" : "127.0.0.2")]);

        await using var content = await _bench.Source.OpenAsync(Named(), 0, null, Cancellation);

        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal((1, 0), (asked, _forbidden.Connections));
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_at_a_resumption_is_refused()
    {
        var asked = 0;
        _bench.Resolve = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(asked++ == 0 ? "127.0.0.1" : "127.0.0.2")]);
        _server.Answer = Traps.Cut(Content, 2000);

        await using var content = await _bench.Source.OpenAsync(Named(), 0, null, Cancellation);

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => ReadAsync(content));
        Assert.Equal("import.source_forbidden_address", refusal.Code);
        Assert.Equal((2, 0), (asked, _forbidden.Connections));
    }

    [Fact]
    public async Task A_name_without_address_is_told()
    {
        _bench.Web.StallTimeout = TimeSpan.FromDays(1);

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => _bench.InFastTimeAsync(
            _bench.Source.OpenAsync(Named(), 0, null, Cancellation), TimeSpan.FromSeconds(10)));

        Assert.Equal(("import.source_unreachable", true), (refusal.Code, refusal.IsTransient));
        Assert.Contains("named.example", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_whose_resolution_never_ends_is_told()
    {
        (_bench.Web.StallTimeout, _bench.Web.ConnectTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(50));
        _bench.Resolve = (_, _) => new TaskCompletionSource<IPAddress[]>().Task;

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => _bench.InFastTimeAsync(
            _bench.Source.OpenAsync(Named(), 0, null, Cancellation), TimeSpan.FromSeconds(10)));

        Assert.Equal(("import.source_unreachable", true), (refusal.Code, refusal.IsTransient));
    }

    [Fact]
    public async Task The_next_address_is_asked_when_one_does_not_answer()
    {
        _bench.Web.AllowedPrivateHosts = ["127.0.0.0/8"];
        _bench.Resolve = To("127.0.0.9", "127.0.0.1");

        await using var content = await _bench.Source.OpenAsync(Named(), 0, null, Cancellation);

        Assert.Equal(Content, await ReadAsync(content));
    }

    [Fact]
    public async Task User_and_password_are_shown_to_their_server_and_to_no_other()
    {
        await using var other = new TrapServer { Answer = Traps.File(Content) };
        _server.InTurn(Traps.Redirect("/here"), Traps.Redirect(other.Address("/there").ToString()));
        var address = new UriBuilder(_server.Address()) { UserName = "u%40x", Password = "p" }.Uri;

        await using var content = await _bench.Source.OpenAsync(address, 0, null, Cancellation);

        Assert.All(_server.Requests, visit => Assert.Equal($"Basic {Convert.ToBase64String("u@x:p"u8)}", visit.Header("Authorization")));
        Assert.Equal(2, _server.Requests.Count);
        Assert.Null(Assert.Single(other.Requests).Header("Authorization"));
        Assert.DoesNotContain("p@", content.FinalAddress + content.Redirects[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_cookie_is_sent_back_and_no_encoding_asked_for()
    {
        _server.InTurn(Traps.Status(302, "Location: /next", "Set-Cookie: a=b"), Traps.File(Content));

        await using var content = await _bench.Source.OpenAsync(_server.Address(), 0, null, Cancellation);

        Assert.All(_server.Requests, visit => Assert.Null(visit.Header("Cookie")));
        Assert.All(_server.Requests, visit => Assert.Equal("identity", visit.Header("Accept-Encoding")));
        Assert.All(_server.Requests, visit => Assert.Null(visit.Header("traceparent")));
    }

    private static async Task<byte[]> ReadAsync(RemoteContent content)
    {
        using var all = new MemoryStream();
        await content.Body.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }

    private static ResolveHost To(params string[] addresses) => (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());

    // Each address leads to the next number, until there is a file.
    private static Func<TrapVisit, Task> Countdown(int redirects) => visit =>
    {
        var at = int.Parse(visit.Path.Split('?')[0][1..], null);
        return at < redirects ? Traps.Redirect($"/{at + 1}")(visit) : Traps.File(Content)(visit);
    };

    private Uri Named() => new($"http://named.example:{_server.Port}/disk.img");

    private async Task<DomainException> RefusedAsync(string code, Uri address)
    {
        var refusal = await Assert.ThrowsAnyAsync<DomainException>(() => _bench.Source.OpenAsync(address, 0, null, Cancellation));
        Assert.Equal(code, refusal.Code);
        return refusal;
    }
}
