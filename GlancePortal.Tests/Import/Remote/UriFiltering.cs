using GlancePortal.Domain.Import.Remote;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>glance-behaviour.md, import: the filter of addresses; and the spellings that promise 9 must see through.</summary>
[Trait("Suite", "unit")]
public sealed class UriFiltering
{
    private readonly RemoteBench _bench = new() { Web = { AllowedPorts = ["80", "443"], AllowedPrivateHosts = [] } };

    [Theory]
    [InlineData("http://images.example.org/disk.img")]
    [InlineData("https://IMAGES.Example.org/disk.img?signature=x#part")]
    [InlineData("https://user:p%40ss@images.example.org/disk.img")]
    [InlineData("http://images.example.org:80/disk.img")]
    [InlineData("https://images.example.org:443/")]
    [InlineData("http://images.example.org:443/")]
    [InlineData("http://images.example.org./disk.img")]
    [InlineData("http://bücher.example/disk.img")]
    [InlineData("http://93.184.215.14/disk.img")]
    [InlineData("http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/disk.img")]
    [InlineData("http://3com.example/x")]
    public void What_is_public_is_fetched(string text) => Assert.NotNull(_bench.Rules.Require(text));

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("disk.img")]
    [InlineData("/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://images.example.org/disk.img")]
    [InlineData("gopher://images.example.org/")]
    [InlineData("http:images.example.org/disk.img")]
    [InlineData("http://images.example.org/a b")]
    [InlineData("http://images.example.org/a\r\nHost: x")]
    [InlineData("http://images.example.org\\@127.0.0.1/")]
    [InlineData("http://a@b@images.example.org/")]
    [InlineData("http://images.example.org:22/")]
    [InlineData("https://images.example.org:8443/")]
    public void What_is_no_address_of_the_web_is_refused(string? text) => Refused(text);

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://%31%32%37.0.0.1/")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://１２７.0.0.1/")]
    [InlineData("http://1.2.3.4.5/")]
    [InlineData("http://example.0x7f/")]
    [InlineData("http://093.184.215.14/")]
    [InlineData("http://1572395042/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://user:x@192.168.0.1/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST./")]
    [InlineData("http://x.localhost/")]
    public void No_spelling_of_a_special_address_is_fetched(string text) => Refused(text);

    [Fact]
    public void Allowed_hosts_win_over_disallowed_ones()
    {
        (_bench.Web.AllowedHosts, _bench.Web.DisallowedHosts) = (["good.example", "*.mirror.example"], ["good.example"]);

        Assert.NotNull(_bench.Rules.Require("http://GOOD.example/"));
        Assert.NotNull(_bench.Rules.Require("http://a.b.mirror.example/"));
        Refused("http://mirror.example/");
        Refused("http://other.example/");
    }

    [Fact]
    public void Disallowed_hosts_count_while_none_is_allowed()
    {
        _bench.Web.DisallowedHosts = ["bad.example"];

        Refused("http://bad.example./");
        Assert.NotNull(_bench.Rules.Require("http://good.example/"));
    }

    [Fact]
    public void A_star_allows_every_port()
    {
        _bench.Web.AllowedPorts = ["*"];

        Assert.NotNull(_bench.Rules.Require("http://images.example.org:8080/"));
    }

    [Fact]
    public void A_port_that_is_not_named_is_not_looked_at()
    {
        _bench.Web.AllowedPorts = ["8080"];

        Assert.NotNull(_bench.Rules.Require("http://images.example.org/"));
        Refused("http://images.example.org:8081/");
    }

    [Fact]
    public void One_scheme_can_be_enough()
    {
        _bench.Web.AllowedSchemes = ["https"];

        Assert.Contains("https", Refused("http://images.example.org/"), StringComparison.Ordinal);
        Assert.NotNull(_bench.Rules.Require("https://images.example.org/"));
    }

    [Fact]
    public void What_is_shown_of_an_address_has_no_secret() => Assert.Equal(
        "https://images.example.org:8443/a%20b/disk.img",
        UriRules.Shown(new Uri("https://user:secret@images.example.org:8443/a%20b/disk.img?X-Signature=secret#secret")));

    private string Refused(string? text)
    {
        var refusal = Assert.Throws<UriFilteredException>(() => _bench.Rules.Require(text));
        Assert.Equal("import.uri_filtered", refusal.Code);
        Assert.DoesNotContain("user:x", refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }
}
