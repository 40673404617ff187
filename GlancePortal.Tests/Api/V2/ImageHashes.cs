using System.Security.Cryptography;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

[Trait("Suite", "api")]
public sealed class ImageHashesOnSqlite(TrustingPortal portal) : ImageHashes(portal), IClassFixture<TrustingPortal>;

[Trait("Suite", "api"), Collection(PostgresPortalTests.Name)]
public sealed class ImageHashesOnPostgres(PostgresPortal portal) : ImageHashes(portal);

/// <summary>What an upload makes known of its data: glance-behaviour.md, section 25.</summary>
public abstract class ImageHashes(TrustingPortal portal)
{
    private static readonly byte[] Data = Bytes.Random(3000);

    [Fact]
    public async Task An_upload_gives_the_md5_and_a_hash_by_sha512() => await RequireAsync(portal, "sha512", SHA512.HashData(Data));

    [Fact]
    public async Task Another_algorithm_can_be_configured()
    {
        using var configured = portal.Beside(("Images:HashAlgorithm", "sha256"));

        await RequireAsync(configured, "sha256", SHA256.HashData(Data));
    }

    private static async Task RequireAsync(TrustingPortal portal, string algorithm, byte[] hash)
    {
        using var client = portal.Client();
        var image = await client.GetJsonAsync($"/v2/images/{await client.UploadImageAsync(Data)}");

#pragma warning disable CA5351 // Glance's checksum
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(Data)), image["checksum"]?.ToString());
#pragma warning restore CA5351
        Assert.Equal((algorithm, Convert.ToHexStringLower(hash)), (image["os_hash_algo"]?.ToString(), image["os_hash_value"]?.ToString()));
        using var download = await client.GetAsync($"/v2/images/{image["id"]}/file", TestContext.Current.CancellationToken);
        Assert.Equal([image["checksum"]?.ToString()], download.Content.Headers.GetValues("Content-MD5"));
    }
}
