using System.Security.Cryptography;
using System.Text;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>Images of other regions: glance-behaviour.md, import, glance-download.</summary>
[Trait("Suite", "unit")]
public sealed class RemoteRegions : IAsyncLifetime
{
    private static readonly byte[] Data = Bytes.Random(200_000);
    private static readonly Guid Id = Guid.NewGuid();

    private readonly RemoteBench _bench = new() { Web = { AllowedPrivateHosts = [], AllowedPorts = ["443"] } };
    private readonly TrapServer _server = new();

    public RemoteRegions() => _bench.Glance.Regions = new Dictionary<string, string> { ["west"] = _server.Address("/image/").ToString() };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Hash => Convert.ToHexStringLower(SHA512.HashData(Data));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_image_comes_with_its_formats_hash_and_chosen_properties()
    {
        _server.Answer = Shows(
            $$"""
            { "id": "{{Id}}", "status": "active", "name": "noble", "disk_format": "qcow2", "container_format": "bare", "size": 200000,
              "checksum": "{{new string('d', 32)}}", "os_hash_algo": "sha512", "os_hash_value": "{{Hash}}", "visibility": "public", "tags": ["x"],
              "hw_disk_bus": "virtio", "trait:HW_CPU": "required", "os_distro": "ubuntu", "os_type": "linux", "os_version": "24.04", "owner_specified.x": "y", "min_disk": 3 }
            """);

        var image = await ShowAsync();

        Assert.Equal(("qcow2", "bare", 200_000L), (image.DiskFormat, image.ContainerFormat, image.Bytes));
        Assert.Equal(new ExpectedDigest("sha512", Hash), image.Digest);
        Assert.Equal(["hw_disk_bus", "os_distro", "os_type", "trait:HW_CPU"], image.Properties.Keys.Order(StringComparer.Ordinal));
        var request = Assert.Single(_server.Requests);
        Assert.Equal(($"/image/v2/images/{Id}", "token"), (request.Path, request.Header("X-Auth-Token")));
    }

    [Fact]
    public async Task Its_data_comes_and_a_cut_is_gone_on_with_although_it_has_no_tag()
    {
        _server.InTurn(
            visit => SendAsync(visit, Data, 90_000),
            visit => SendAsync(visit, Data, Data.Length));

        await using var content = await _bench.Regions.OpenAsync(Image(), "token", 0, null, Cancellation);
        using var all = new MemoryStream();
        await content.Body.CopyToAsync(all, Cancellation);

        Assert.Equal(Data, all.ToArray());
        Assert.True(content.CanResume);
        Assert.Equal(["bytes=90000-"], _server.Requests.Select(visit => visit.Header("Range")).OfType<string>());
        Assert.All(_server.Requests, visit => Assert.Null(visit.Header("If-Range")));
        Assert.All(_server.Requests, visit => Assert.Equal($"/image/v2/images/{Id}/file", visit.Path));
    }

    [Fact]
    public async Task Another_process_goes_on_with_its_data()
    {
        _server.Answer = visit => SendAsync(visit, Data, Data.Length);

        await using var content = await _bench.Regions.OpenAsync(Image(), "token", 90_000, Image().Validator, Cancellation);

        Assert.Equal((90_000, (long?)Data.Length), (content.StartsAt, content.Length));
    }

    [Fact]
    public async Task Its_data_begins_anew_where_the_store_there_reads_no_parts()
    {
        _server.InTurn(Traps.Status(400), Traps.Whole(Data));

        await using var content = await _bench.Regions.OpenAsync(Image(), "token", 90_000, Image().Validator, Cancellation);

        Assert.Equal(0, content.StartsAt);
    }

    [Fact]
    public async Task The_token_is_shown_to_no_other_server_and_the_operators_word_stands_for_none()
    {
        await using var other = new TrapServer("127.0.0.2");
        _server.Answer = Traps.Redirect(other.Address().ToString());

        await Assert.ThrowsAsync<UriFilteredException>(() => ShowAsync());

        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task A_region_may_lead_to_another_place_of_its_own()
    {
        _server.InTurn(Traps.Redirect("/elsewhere"), Shows("""{ "status": "active" }"""));

        Assert.Equal("active", (await ShowAsync()).Status);
        Assert.Equal("token", _server.Requests.Last().Header("X-Auth-Token"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_token_that_is_not_accepted_there_is_told(int status)
    {
        _server.Answer = Traps.Status(status);

        await RefusedAsync("import.region_denied");
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_told()
    {
        _server.Answer = Traps.Status(404);

        await RefusedAsync("import.source_not_found");
    }

    [Fact]
    public async Task An_image_that_is_not_active_is_told()
    {
        _server.Answer = Shows("""{ "status": "queued" }""");

        await RefusedAsync("import.region_image_inactive");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("what?")]
    public async Task What_is_no_image_api_is_told(string body)
    {
        _server.Answer = Shows(body);

        await RefusedAsync("import.region_garbled");
    }

    [Fact]
    public void A_region_that_nobody_configured_is_refused() =>
        Assert.Equal("import.region_unknown", Assert.Throws<InvalidInputException>(() => _bench.Regions.Require("east")).Code);

    [Fact]
    public void A_token_is_kept_for_one_image_only()
    {
        var tokens = new SealedToken(new EphemeralDataProtectionProvider());
        var kept = tokens.Seal("secret-token", Id);

        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
        Assert.Equal("secret-token", tokens.Open(kept, Id));
        Assert.Equal("import.token_lost", Assert.Throws<RemoteSourceException>(() => tokens.Open(kept, Guid.NewGuid())).Code);
        Assert.Equal("import.token_lost", Assert.Throws<RemoteSourceException>(() => tokens.Open("rubbish", Id)).Code);
    }

    private static RemoteImage Image() => new("west", Id) { Status = "active", Digest = new ExpectedDigest("sha512", Hash) };

    private static Func<TrapVisit, Task> Shows(string json) => Traps.Whole(Encoding.UTF8.GetBytes(json), "Content-Type: application/json");

    // As Glance does: parts, and no tag.
    private static async Task SendAsync(TrapVisit visit, byte[] data, int to)
    {
        await visit.SendHeadAsync(
            visit.From == 0 ? 200 : 206,
            [$"Content-Length: {data.Length - visit.From}", .. visit.From == 0 ? Array.Empty<string>() : [$"Content-Range: bytes {visit.From}-{data.Length - 1}/{data.Length}"]]);
        await visit.SendAsync(data.AsMemory(visit.From, to - visit.From));
    }

    private Task<RemoteImage> ShowAsync() => _bench.Regions.ShowAsync("west", Id, "token", Cancellation);

    private async Task RefusedAsync(string code) => Assert.Equal(code, (await Assert.ThrowsAsync<RemoteSourceException>(ShowAsync)).Code);
}
