using System.Text;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>Checksums as clients say them, and files of checksums.</summary>
[Trait("Suite", "unit")]
public sealed class RemoteChecksumFinding : IAsyncLifetime
{
    private static readonly string Sha256 = new('a', 64);
    private static readonly string Sha512 = new('b', 128);
    private static readonly string Sha1 = new('c', 40);
    private static readonly string Md5 = new('d', 32);

    private readonly RemoteBench _bench = new();
    private readonly TrapServer _server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static TheoryData<string, string> Given => new()
    {
        { Md5, $"md5:{Md5}" },
        { Sha1.ToUpperInvariant(), $"sha1:{Sha1}" },
        { $" {Sha256} ", $"sha256:{Sha256}" },
        { $"SHA512:{Sha512}", $"sha512:{Sha512}" },
    };

    [Theory]
    [MemberData(nameof(Given))]
    public async Task A_checksum_can_be_given_itself(string said, string meant)
    {
        Assert.Equal(meant, (await FindAsync(said)).ToString());
        Assert.Equal(0, _server.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:abc")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("two words")]
    public async Task What_is_no_checksum_is_refused(string said) =>
        Assert.Equal("import.checksum_invalid", (await Assert.ThrowsAsync<InvalidInputException>(() => FindAsync(said))).Code);

    [Theory]
    [InlineData("http://127.0.0.2/SHA256SUMS")]
    [InlineData("//127.0.0.2/SHA256SUMS")]
    [InlineData("file:///etc/passwd")]
    public async Task A_file_of_checksums_is_held_against_the_same_rules(string said) =>
        await Assert.ThrowsAsync<UriFilteredException>(() => FindAsync(said));

    public static TheoryData<string, string> Lists => new()
    {
        { $"{Sha256}  disk.img\n{Md5}  other.img\n", $"sha256:{Sha256}" },
        { $"{Sha256} *disk.img\r\n", $"sha256:{Sha256}" },
        { $"# disk.img: 100 bytes\nSHA256 (disk.img) = {Sha256}\nMD5 (other.img) = {Md5}", $"sha256:{Sha256}" },
        { $"SHA512 (disk.img) = {Sha512}\nSHA256 (disk.img) = {Sha256}\n", $"sha512:{Sha512}" },
        { $"SHA3-256 (disk.img) = {new string('f', 64)}\nMD5(disk.img)= {Md5}\n", $"md5:{Md5}" },
        { $"{Sha256}\n", $"sha256:{Sha256}" },
        { $"{Sha256}  -\n", $"sha256:{Sha256}" },
        { $"{Sha256}  ./disk.img\n", $"sha256:{Sha256}" },
        { $"{Md5}  old/disk.img\n{new string('e', 32)}  disk.img\n", $"md5:{new string('e', 32)}" },
        { $"{Sha256}  disk.img\n{Sha256}  disk.img\n", $"sha256:{Sha256}" },
        {
            $"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- {Sha256}  disk.img\n-----BEGIN PGP SIGNATURE-----\n\n{Md5}\n-----END PGP SIGNATURE-----\n",
            $"sha256:{Sha256}"
        },
        { $"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{Sha256}\n-----BEGIN PGP SIGNATURE-----\n\n{new string('f', 64)}\n", $"sha256:{Sha256}" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_file_of_checksums_has_it(string list, string meant)
    {
        _server.Answer = Traps.File(Encoding.UTF8.GetBytes(list), headers: "Content-Type: text/plain");

        Assert.Equal(meant, (await FindAsync("SHA256SUMS")).ToString());
        Assert.Equal("/images/SHA256SUMS", Assert.Single(_server.Requests).Path);
    }

    public static TheoryData<string, string> Useless => new()
    {
        { $"{Md5}  other.img\n", "import.checksum_missing" },
        { "", "import.checksum_missing" },
        { "nothing of use", "import.checksum_missing" },
        { $"{Sha256}  disk.img\n{new string('f', 64)}  disk.img\n", "import.checksum_ambiguous" },
        { $"{Sha256}  a/disk.img\n{new string('f', 64)}  b/disk.img\n", "import.checksum_ambiguous" },
        { $"{Sha256}\n{new string('f', 64)}\n", "import.checksum_ambiguous" },
        { new string(' ', 1024 * 1024 + 1), "import.checksum_too_large" },
        { "<!doctype html><title>Sign in</title>", "import.source_html" },
    };

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task A_file_that_has_none_or_several_is_refused(string list, string code)
    {
        _server.Answer = Traps.File(Encoding.UTF8.GetBytes(list));

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => FindAsync(_server.Address("/sums").ToString()));

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public async Task A_file_of_checksums_without_end_is_not_read_to_its_end()
    {
        _server.Answer = async visit =>
        {
            await visit.SendHeadAsync(200, "Transfer-Encoding: chunked");
            while (true)
            {
                await visit.SendAsync((byte[])[.. "1000\r\n"u8, .. new byte[0x1000], .. "\r\n"u8]);
            }
        };

        Assert.Equal("import.checksum_too_large", (await Assert.ThrowsAsync<RemoteSourceException>(() => FindAsync("sums"))).Code);
    }

    private async Task<ExpectedDigest> FindAsync(string said)
    {
        var source = _server.Address("/images/disk.img?x=y");
        return await new RemoteChecksums(_bench.Source).FindAsync(ExpectedChecksum.Read(said, source, _bench.Rules), source, Cancellation);
    }
}
