using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>Promise 9 of the contract: which addresses are connected to.</summary>
[Trait("Suite", "unit")]
public sealed class AddressFiltering
{
    private readonly RemoteBench _bench = new() { Web = { AllowedPrivateHosts = [] } };

    [Theory]
    [InlineData("93.184.215.14")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2001:200::1")]
    public void An_ordinary_address_is(string address) => Assert.Null(WhyNot(address));

    [Theory]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("0.1.2.3", "unspecified")]
    [InlineData("10.255.255.255", "private")]
    [InlineData("100.64.0.1", "carrier-grade")]
    [InlineData("100.127.255.255", "carrier-grade")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.255.255.254", "loopback")]
    [InlineData("168.63.129.16", "cloud")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.0.0.8", "reserved")]
    [InlineData("192.0.2.1", "documentation")]
    [InlineData("192.88.99.1", "6to4")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("198.18.0.1", "benchmark")]
    [InlineData("198.19.255.255", "benchmark")]
    [InlineData("198.51.100.1", "documentation")]
    [InlineData("203.0.113.1", "documentation")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("239.255.255.255", "multicast")]
    [InlineData("240.0.0.1", "reserved")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::8.8.8.8", "disguise")]
    [InlineData("::ffff:8.8.8.8", "disguise")]
    [InlineData("::ffff:0:8.8.8.8", "disguise")]
    [InlineData("64:ff9b::8.8.8.8", "NAT64")]
    [InlineData("64:ff9b:1::10.0.0.1", "NAT64")]
    [InlineData("100::1", "reserved")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo")]
    [InlineData("2001:2::1", "benchmark")]
    [InlineData("2001:10::1", "reserved")]
    [InlineData("2001:db8::1", "documentation")]
    [InlineData("2002:808:808::1", "6to4")]
    [InlineData("3fff::1", "documentation")]
    [InlineData("5f00::1", "reserved")]
    [InlineData("fc00::1", "unique-local")]
    [InlineData("fd12:3456::1", "unique-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fec0::1", "site-local")]
    [InlineData("ff02::1", "multicast")]
    public void A_special_address_is_not_and_is_named(string address, string kind) => Assert.Contains(kind, WhyNot(address), StringComparison.Ordinal);

    [Theory]
    [InlineData("10.1.0.0/16")]
    [InlineData("10.1.2.3")]
    [InlineData("store.example")]
    [InlineData("*.example")]
    public void What_an_operator_lists_is(string entry)
    {
        _bench.Web.AllowedPrivateHosts = [entry];

        Assert.Null(WhyNot("10.1.2.3"));
        Assert.NotNull(_bench.Addresses.WhyNot("other.host", IPAddress.Parse("10.2.2.3")));
    }

    private string? WhyNot(string address) => _bench.Addresses.WhyNot("store.example", IPAddress.Parse(address));
}
