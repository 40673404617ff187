using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Hosting;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Hosting;

[Trait("Suite", "api")]
public sealed class BehindProxies
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("10.1.2.3", "203.0.113.9", "https://images.example.org", "203.0.113.9")]
    [InlineData("10.9.0.7", "203.0.113.9", "https://images.example.org", "203.0.113.9")]
    [InlineData("192.0.2.1", "203.0.113.9", "http://localhost", "192.0.2.1")]
    [InlineData("127.0.0.1", "203.0.113.9", "http://localhost", "127.0.0.1")]
    [InlineData("10.1.2.3", "198.51.100.1, 203.0.113.9, 10.9.0.7", "https://images.example.org", "203.0.113.9")]
    public async Task Only_known_proxies_tell_who_asks_and_by_which_address(string peer, string forwardedFor, string address, string client)
    {
        using var portal = new ProxiedPortal(peer) { Settings = { ["ForwardedHeaders:KnownProxies"] = "10.1.2.3,10.9.0.0/16" } };
        using var member = await portal.ClientOfAsync("alice", "alpha");
        (string, string)[] forwarded =
            [("X-Forwarded-For", forwardedFor), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "images.example.org")];

        using var versions = await member.SendJsonAsync(HttpMethod.Get, "/versions", headers: forwarded);
        using var made = await member.SendJsonAsync(HttpMethod.Post, "/v2/images", new JsonObject { ["name"] = "x" }, forwarded);

        Assert.Equal($"{address}/v2/", (string?)(await versions.JsonAsync())["versions"]![0]!["links"]![0]!["href"]);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(client, await portal.InDatabaseAsync(db =>
            db.AuditEvents.Where(change => change.Action == "image.create").Select(change => change.RemoteAddress).SingleAsync(Cancellation)));
    }

    [Fact]
    public void What_is_no_address_stops_the_start()
    {
        var outcome = new ForwardingOptionsRules().Validate(null, new ForwardingOptions { KnownProxies = ["10.0.0.1", "::1", "10.0.0.0/8", "proxy.example.org"] });

        Assert.Equal(["ForwardedHeaders:KnownProxies: 'proxy.example.org' is neither an address nor a network such as 10.0.0.0/24."], outcome.Failures!);
    }

    /// <summary>Every connection comes from this address.</summary>
    private sealed class ProxiedPortal(string peer) : PortalFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder.ConfigureTestServices(services => services.AddSingleton<IStartupFilter>(new Peer(IPAddress.Parse(peer))));

        private sealed class Peer(IPAddress address) : IStartupFilter
        {
            public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
            {
                app.Use((context, rest) =>
                {
                    context.Connection.RemoteIpAddress = address;
                    return rest(context);
                });
                next(app);
            };
        }
    }
}
