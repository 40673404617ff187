using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Quotas;

[Trait("Suite", "api")]
public sealed class PartQuotasOnSqlite(TrustingPortal database) : PartQuotas(database), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class PartQuotasOnPostgres(PostgresPortal database) : PartQuotas(database);

/// <summary>How many properties, tags and members an image may have: glance-behaviour.md, sections 16 and 24.</summary>
public abstract class PartQuotas(TrustingPortal database)
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(-1, 130)]
    public async Task An_image_has_as_many_parts_as_the_quotas_say(int quota, int parts)
    {
        using var portal = database.Beside(("Images:MemberQuota", $"{quota}"), ("Images:PropertyQuota", $"{quota}"), ("Images:TagQuota", $"{quota}"));
        using var client = portal.Client();
        var full = quota < 0 ? HttpStatusCode.OK : HttpStatusCode.RequestEntityTooLarge;
        var names = Enumerable.Range(0, parts).Select(i => $"part{i}").ToList();
        var image = new JsonObject { ["tags"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };
        names.ForEach(name => image[name] = "x");
        var id = await client.CreateImageIdAsync(image.ToJsonString());
        await portal.InDatabaseAsync(db => db.WriteAsync(
            _ =>
            {
                db.ImageMembers.AddRange(names.Select(name => new ImageMember { ImageId = Guid.Parse(id), MemberId = name }));
                return Task.FromResult(true);
            },
            TestContext.Current.CancellationToken));

        Assert.Equal(full, await ShareAsync(client, id, "one-more"));
        Assert.Equal(full, await PatchAsync(client, id, "one_more", "\"x\""));
        Assert.Equal(full, await PatchAsync(client, id, "tags", new JsonArray([.. names.Append("one-more").Select(name => JsonValue.Create(name))]).ToJsonString()));
        Assert.Equal(quota < 0 ? HttpStatusCode.NoContent : full, await client.StatusAsync(HttpMethod.Put, $"/v2/images/{id}/tags/two-more"));
        image["one_more"] = "x";
        Assert.Equal(quota < 0 ? HttpStatusCode.Created : full, await client.StatusAsync(HttpMethod.Post, "/v2/images", image));
        image.Remove("one_more");
        image["tags"]!.AsArray().Add("one-more");
        Assert.Equal(quota < 0 ? HttpStatusCode.Created : full, await client.StatusAsync(HttpMethod.Post, "/v2/images", image));
    }

    private static Task<HttpStatusCode> ShareAsync(HttpClient client, string id, string project) =>
        client.StatusAsync(HttpMethod.Post, $"/v2/images/{id}/members", new JsonObject { ["member"] = project });

    private static async Task<HttpStatusCode> PatchAsync(HttpClient client, string id, string field, string value)
    {
        using var answer = await client.PatchImageAsync(id, $$"""[{ "op": "add", "path": "/{{field}}", "value": {{value}} }]""");
        return answer.StatusCode;
    }
}
