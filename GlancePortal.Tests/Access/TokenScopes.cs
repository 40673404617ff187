using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

[Trait("Suite", "api")]
public sealed class TokenScopesOnSqlite(TrustingPortal portal) : TokenScopes(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class TokenScopesOnPostgres(PostgresPortal portal) : TokenScopes(portal);

/// <summary>Every rule is for tokens of a project: glance-behaviour.md, section 22.</summary>
public abstract class TokenScopes(TrustingPortal portal)
{
    [Theory]
    [InlineData("X-Domain-Id", "default")]
    [InlineData("OpenStack-System-Scope", "all")]
    public async Task The_token_of_a_domain_or_of_the_system_is_403_everywhere(string header, string value)
    {
        using var admin = portal.Client("admin");
        var id = await admin.CreateImageIdAsync("""{ "visibility": "public" }""");
        var shared = await admin.CreateImageIdAsync();
        var space = await admin.CreateNamespaceAsync(""", "visibility": "public" """);
        using var client = portal.Client("admin");
        client.DefaultRequestHeaders.Remove("X-Project-Id");
        client.DefaultRequestHeaders.Add(header, value);

        foreach (var (method, path, body) in new[]
        {
            ("GET", "/v2/images", null), ("POST", "/v2/images", "{}"), ("GET", $"/v2/images/{id}", null), ("DELETE", $"/v2/images/{id}", null),
            ("PUT", $"/v2/images/{id}/tags/t", null), ("POST", $"/v2/images/{id}/actions/deactivate", null), ("GET", $"/v2/images/{id}/file", null),
            ("GET", $"/v2/images/{shared}/members", null), ("POST", $"/v2/images/{shared}/members", """{ "member": "m" }"""), ("GET", $"/v2/images/{id}/tasks", null),
            ("GET", "/v2/tasks", null), ("GET", "/v2/info/stores/detail", null), ("GET", "/v2/info/usage", null),
            ("GET", "/v2/metadefs/resource_types", null), ("GET", MetadefRequests.Root, null), ("POST", MetadefRequests.Root, """{ "namespace": "x" }"""),
        })
        {
            var status = await client.StatusAsync(new HttpMethod(method), path, body is null ? null : JsonNode.Parse(body));
            Assert.Equal((method, path, HttpStatusCode.Forbidden), (method, path, status));
        }

        // As for everybody, a namespace that may not be seen is one that is not there.
        Assert.Equal(HttpStatusCode.NotFound, await client.StatusAsync(HttpMethod.Get, $"{MetadefRequests.Root}/{space}"));
    }
}
