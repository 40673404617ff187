using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Signatures;

[Trait("Suite", "api")]
public sealed class SignedImagesOnSqlite(SignedImagesOnSqlite.SigningPortal portal) : SignedImages(portal), IClassFixture<SignedImagesOnSqlite.SigningPortal>
{
    public sealed class SigningPortal : TrustingPortal
    {
        public SigningPortal() => UseCertificates(this);
    }
}

[Trait("Suite", "api")]
public sealed class SignedImagesOnPostgres(SignedImagesOnPostgres.SigningPortal portal) : SignedImages(portal), IClassFixture<SignedImagesOnPostgres.SigningPortal>
{
    public sealed class SigningPortal : PostgresPortal
    {
        public SigningPortal() => UseCertificates(this);
    }
}

/// <summary>glance-behaviour.md, section 25: signatures at each door.</summary>
public abstract class SignedImages(TrustingPortal portal)
{
    private readonly string _certificates = Path.Combine(portal.Folder, "certificates");
    private readonly string _project = Guid.NewGuid().ToString("N");
    private readonly byte[] _content = Bytes.Random(300_000, seed: 7);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("RSA-PSS", "SHA-224")]
    [InlineData("ECC_SECP384R1", "SHA-384")]
    public async Task Signed_data_becomes_active_and_it_is_kept_that_it_was_verified(string keyType, string hashMethod)
    {
        using var client = portal.Client(project: _project);
        var id = await client.NewImageAsync(await SignAsync(keyType, hashMethod));
        using var stored = await client.PutDataAsync(id, _content);

        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);
        Assert.True(await IsVerifiedAsync(id));
    }

    [Theory]
    [InlineData("img_signature_certificate_uuid", "7c0ffee0-0000-4000-8000-000000000000", "signature.certificate_missing")]
    [InlineData("img_signature_hash_method", "MD5", "signature.malformed")]
    [InlineData("img_signature_key_type", "DSA", "signature.invalid")]
    public async Task What_cannot_be_verified_is_400_and_the_image_takes_other_data(string property, string value, string code)
    {
        using var client = portal.Client(project: _project);
        var properties = await SignAsync();
        var id = await client.NewImageAsync(new Dictionary<string, string>(properties) { [property] = value });
        using var refused = await client.PutDataAsync(id, _content);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        await AssertQueuedAsync(id, code == "signature.invalid" ? code : null);

        using var corrected = await client.PatchImageAsync(
            id, $$"""[{ "op": "replace", "path": "/{{property}}", "value": "{{properties[property]}}" }]""");
        using var stored = await client.PutDataAsync(id, _content);
        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);
    }

    [Fact]
    public async Task Other_data_than_was_signed_is_400_and_nothing_of_it_is_kept()
    {
        using var client = portal.Client(project: _project);
        var id = await client.NewImageAsync(await SignAsync());
        using var refused = await client.PutDataAsync(id, Bytes.Random(300_000, seed: 8));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("signature", await refused.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await AssertQueuedAsync(id, "signature.invalid");
    }

    [Fact]
    public async Task With_three_of_the_four_properties_nothing_is_verified()
    {
        using var client = portal.Client(project: _project);
        var properties = await SignAsync();
        properties.Remove("img_signature_key_type");
        var id = await client.NewImageAsync(properties);
        using var stored = await client.PutDataAsync(id, Bytes.Random(1000));

        Assert.Equal(HttpStatusCode.NoContent, stored.StatusCode);
        Assert.False(await IsVerifiedAsync(id));
    }

    [Fact]
    public async Task An_import_verifies_what_it_stores()
    {
        using var client = portal.Client(project: _project);
        using var admin = portal.Client("admin");
        var good = await client.NewImageAsync(await SignAsync());
        var bad = await client.NewImageAsync(await SignAsync());

        Assert.Equal("success", (await client.StageAndImportAsync(admin, good, _content))["status"]!.ToString());
        Assert.True(await IsVerifiedAsync(good));
        var failed = await client.StageAndImportAsync(admin, bad, Bytes.Random(300_000, seed: 8));
        Assert.Equal("failure", failed["status"]!.ToString());
        await AssertQueuedAsync(bad, "signature.invalid");
    }

    [Fact]
    public async Task A_signature_that_came_after_the_data_was_staged_is_verified_too()
    {
        using var client = portal.Client(project: _project);
        using var admin = portal.Client("admin");
        var id = await client.NewImageAsync();
        using var staged = await client.PutDataAsync(id, _content, "stage");
        var edits = (await SignAsync(hashMethod: "SHA-224")).Select(property => $$"""{ "op": "add", "path": "/{{property.Key}}", "value": "{{property.Value}}" }""");
        using var signed = await client.PatchImageAsync(id, $"[{string.Join(',', edits)}]");
        Assert.Equal(HttpStatusCode.OK, signed.StatusCode);
        using var begun = await client.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/import", """{ "method": { "name": "glance-direct" } }""");

        Assert.Equal("success", (await admin.EndOfImportAsync(id))["status"]!.ToString());
        Assert.True(await IsVerifiedAsync(id));
    }

    [Fact]
    public async Task An_upload_that_can_be_continued_is_verified()
    {
        using var client = portal.Client(project: _project);
        var (sender, good, bad) = (new TusClient(client), await client.NewImageAsync(await SignAsync()), await client.NewImageAsync(await SignAsync()));
        foreach (var (id, content) in new[] { (good, _content), (bad, Bytes.Random(300_000, seed: 8)) })
        {
            using var created = await sender.CreateAsync(content.Length, TusClient.Metadata(("image_id", id)), Cancellation);
            using var sent = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        }

        await Eventually.SeeAsync(() => ImageAsync(good), image => image.Status == ImageStatus.Active, Cancellation);
        Assert.True(await IsVerifiedAsync(good));
        await Eventually.SeeAsync(() => ImageAsync(bad), image => image.StatusReason is not null, Cancellation);
        await AssertQueuedAsync(bad, "signature.invalid");
    }

    protected static void UseCertificates(TrustingPortal portal)
    {
        ArgumentNullException.ThrowIfNull(portal);
        portal.Settings["Signatures:CertificateDirectory"] = Directory.CreateDirectory(Path.Combine(portal.Folder, "certificates")).FullName;
    }

    private async Task<Dictionary<string, string>> SignAsync(string keyType = "ECC_SECP384R1", string hashMethod = "SHA-256") =>
        await (await Signer.CreateAsync(_certificates, keyType)).SignAsync(_content, hashMethod);

    private Task<Image> ImageAsync(string id) =>
        portal.InDatabaseAsync(db => db.Images.AsNoTracking().SingleAsync(image => image.Id == Guid.Parse(id), Cancellation));

    private Task<bool> IsVerifiedAsync(string id) => portal.InDatabaseAsync(db => db.ImageProvenances.AnyAsync(
        provenance => provenance.ImageId == Guid.Parse(id) && provenance.Facts.Contains("\"signatureVerified\":true"), Cancellation));

    private async Task AssertQueuedAsync(string id, string? reason)
    {
        var image = await ImageAsync(id);
        Assert.Equal((ImageStatus.Queued, reason), (image.Status, image.StatusReason));
        Assert.Equal((null, null, null), (image.Size, image.Checksum, image.HashValue));
    }
}
