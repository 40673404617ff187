using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

/// <summary>`Images:MemberQuota`: glance-behaviour.md, sections 16 and 24.</summary>
[Trait("Suite", "api")]
public sealed class MemberQuota
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, 130)]
    public async Task An_image_has_as_many_members_as_the_quota_says(int quota, int members)
    {
        using var portal = new TrustingPortal { Settings = { ["Images:MemberQuota"] = $"{quota}" } };
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync();

        for (var i = 0; i < members; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await ShareAsync(client, id, $"project-{i}"));
        }

        Assert.Equal(quota < 0 ? HttpStatusCode.OK : HttpStatusCode.RequestEntityTooLarge, await ShareAsync(client, id, "one-more"));
    }

    private static Task<HttpStatusCode> ShareAsync(HttpClient client, string id, string project) =>
        client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = project });
}
