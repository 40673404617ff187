using System.Net;
using GlancePortal.Access;
using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace GlancePortal.Tests.Access;

[Trait("Suite", "api")]
public sealed class TrustedHeaders(TrustedHeaders.Portal portal) : IClassFixture<TrustedHeaders.Portal>
{
    [Fact]
    public async Task A_confirmed_identity_is_taken_at_its_word_and_any_token_ignored()
    {
        using var client = portal.CreateClient();
        using var with = await client.SendJsonAsync(
            HttpMethod.Get, "/v2/images",
            headers: [("X-Identity-Status", "Confirmed"), ("X-User-Id", "u"), ("X-Tenant-Id", "p"), ("X-Roles", "member"), ("X-Auth-Token", "rubbish")]);
        using var without = await client.SendJsonAsync(
            HttpMethod.Get, "/v2/images", headers: [("X-User-Id", "u"), ("X-Tenant-Id", "p"), ("X-Roles", "member")]);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (with.StatusCode, without.StatusCode));
    }

    [Fact]
    public void The_headers_are_those_of_Keystones_middleware()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Identity-Status"] = "Confirmed";
        context.Request.Headers["X-User-Id"] = "some user";
        context.Request.Headers["X-User-Name"] = "Some User";
        context.Request.Headers["X-Project-Id"] = "some project";
        context.Request.Headers["X-Project-Name"] = "Some Project";
        context.Request.Headers["X-Domain-Id"] = "some domain";
        context.Request.Headers["X-Roles"] = "Manager, auditor";
        context.Request.Headers["X-Service-Roles"] = "service";

        var caller = new TrustedHeaderCallers().Find(context)!;

        Assert.Equal(("some user", "Some User", "some project", "Some Project"), (caller.UserId, caller.UserName, caller.ProjectId, caller.ProjectName));
        Assert.Equal("some domain", caller.ScopeDomainId);
        Assert.Equal(["auditor", "manager", "member", "reader"], caller.Roles.Order());
        Assert.Equal(["service"], caller.ServiceRoles);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9292", true)]
    [InlineData("http://localhost:9292;http://[::1]:9292", true)]
    [InlineData("http://0.0.0.0:9292", false)]
    [InlineData("http://*:9292", false)]
    [InlineData("http://127.0.0.1:9292;http://192.0.2.1:80", false)]
    [InlineData("http://images.example:9292", false)]
    [InlineData("rubbish", false)]
    public void The_start_is_refused_unless_every_address_is_loopback(string urls, bool starts)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Urls", urls)]).Build();

        var result = new LoopbackRule(configuration).Validate(null, new PortalIdentityOptions { Provider = IdentityProvider.TrustedHeaders });

        Assert.Equal(starts, result.Succeeded);
        Assert.True(new LoopbackRule(configuration).Validate(null, new PortalIdentityOptions()).Succeeded);
    }

    [Fact]
    public void An_endpoint_of_the_servers_own_section_counts_too()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Urls", "http://127.0.0.1:1"), new("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:2")])
            .Build();

        Assert.False(new LoopbackRule(configuration).Validate(null, new PortalIdentityOptions { Provider = IdentityProvider.TrustedHeaders }).Succeeded);
    }

    public sealed class Portal : PortalFactory
    {
        public Portal() => Settings["Identity:Provider"] = "TrustedHeaders";
    }
}
