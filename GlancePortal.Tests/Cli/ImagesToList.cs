using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>A published program with images that differ in what a list can ask for, as alpha sees them.</summary>
/// <remarks>
/// Of alpha: `deb` (shared, with data), `win` (private, queued, protected), `old` (hidden), `com` (community). Of beta: `taken`, `offered` and
/// `declined` by what alpha made of the share, `others` (community) and `secret` (private). `pub` is public, by an administrator.
/// </remarks>
public sealed class ImagesToList : IAsyncLifetime
{
    internal RunningPortal Portal { get; } = new();

    /// <summary>MD5 of the data of `deb`.</summary>
    public string Checksum { get; private set; } = "";

    /// <summary>SHA-512 of the data of `deb`.</summary>
    public string Hash { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await Portal.InitializeAsync();
        using var alice = await Portal.ConnectAsync("alice", "alpha");
        using var bob = await Portal.ConnectAsync("bob", "beta");
        using var admin = await Portal.ConnectAsync("admin", "admin");

        var deb = await alice.UploadImageAsync(Bytes.Random(2_000), "deb");
        await alice.PatchImageAsync(deb, """
            [{ "op": "add", "path": "/os_distro", "value": "debian" }, { "op": "add", "path": "/a key", "value": "a=b" },
             { "op": "replace", "path": "/tags", "value": ["linux", "x"] }]
            """);
        var shown = await alice.GetJsonAsync($"/v2/images/{deb}");
        (Checksum, Hash) = (shown["checksum"]!.ToString(), shown["os_hash_value"]!.ToString());
        await alice.CreateImageAsync("""{ "name": "win", "visibility": "private", "protected": true, "disk_format": "vhd", "tags": ["x"], "min_ram": 512 }""");
        await alice.CreateImageAsync("""{ "name": "old", "os_hidden": true }""");
        await alice.CreateImageAsync("""{ "name": "com", "visibility": "community" }""");
        await bob.CreateImageAsync("""{ "name": "others", "visibility": "community" }""");
        await bob.CreateImageAsync("""{ "name": "secret", "visibility": "private" }""");
        await admin.CreateImageAsync("""{ "name": "pub", "visibility": "public" }""");
        foreach (var (name, status) in new[] { ("taken", "accepted"), ("offered", "pending"), ("declined", "rejected") })
        {
            var id = await bob.CreateImageIdAsync($$"""{ "name": "{{name}}" }""");
            await bob.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/members", $$"""{ "member": "{{PortalFactory.Alpha}}" }""");
            await alice.SendTextAsync(HttpMethod.Put, $"/v2/images/{id}/members/{PortalFactory.Alpha}", $$"""{ "status": "{{status}}" }""");
        }
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
