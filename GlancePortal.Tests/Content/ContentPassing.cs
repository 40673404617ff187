using System.IO.Hashing;
using System.Security.Cryptography;
using GlancePortal.Domain.Content;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GlancePortal.Tests.Content;

[Trait("Suite", "unit")]
public sealed class ContentPassing
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int, int> LengthsAndPieces => new MatrixTheoryData<int, int>(
        [0, 1, 63, 64, 1000, MiB - 1, MiB, MiB + 1, 2 * MiB, 3 * MiB + 17, 9 * MiB + 5],
        [997, 65_536, MiB, int.MaxValue]);

    [Theory]
    [MemberData(nameof(LengthsAndPieces))]
    public async Task The_facts_equal_those_of_the_framework(int length, int piece)
    {
        var bytes = Bytes.Random(length);
        using var pass = new ContentPass("sha512", ["sha256"]);
        using var target = new MemoryStream();

        await using (var through = pass.Through(Bytes.InPieces(bytes, piece)))
        {
            await through.CopyToAsync(target, Cancellation);
        }
        var facts = await pass.CompleteAsync(Cancellation);

        Assert.Equal(bytes, target.ToArray());
        AssertFacts(bytes, facts);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), facts.Digests["sha256"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70_000)]
    [InlineData(3 * MiB)]
    public async Task A_store_that_reads_gets_the_same_bytes(int readBytes)
    {
        var bytes = Bytes.Random(2 * MiB + (readBytes == 1 ? -2 * MiB + 5_000 : 17));
        using var pass = new ContentPass();
        using var target = new MemoryStream();
        var buffer = new byte[readBytes];

        await using (var through = pass.Through(Bytes.InPieces(bytes, 100_000)))
        {
            for (int read; (read = await through.ReadAsync(buffer, Cancellation)) > 0;)
            {
                target.Write(buffer, 0, read);
            }
        }

        Assert.Equal(bytes, target.ToArray());
        AssertFacts(bytes, await pass.CompleteAsync(Cancellation));
    }

    [Fact]
    public async Task A_store_may_read_a_little_and_copy_the_rest()
    {
        var bytes = Bytes.Random(2 * MiB + 17);
        using var pass = new ContentPass();
        using var target = new MemoryStream();
        await using var through = pass.Through(Bytes.InPieces(bytes, 100_000));

        await through.ReadExactlyAsync(new byte[10], Cancellation);
        await through.CopyToAsync(target, Cancellation);

        Assert.Equal(bytes[10..], target.ToArray());
        AssertFacts(bytes, await pass.CompleteAsync(Cancellation));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(300_000)]
    [InlineData(2 * MiB)]
    public async Task Pieces_over_several_requests_make_one_content(int requestBytes)
    {
        var bytes = Bytes.Random(5 * requestBytes + 3);
        using var pass = new ContentPass();
        using var target = new MemoryStream();

        foreach (var request in bytes.Chunk(requestBytes))
        {
            Assert.Equal(request.Length, await pass.CopyAsync(Bytes.InPieces(request, 70_000), target, Cancellation));
        }

        Assert.Equal(bytes, target.ToArray());
        AssertFacts(bytes, await pass.CompleteAsync(Cancellation));
    }

    [Fact]
    public async Task What_a_broken_request_sent_is_kept_and_the_next_goes_on()
    {
        using var pass = new ContentPass();
        using var target = new MemoryStream();

        await Assert.ThrowsAsync<IOException>(() => pass.CopyAsync(Bytes.BreakingAfter(MiB + 5, seed: 1), target, Cancellation));
        Assert.Equal(MiB + 5, pass.Bytes);
        await pass.CopyAsync(Bytes.Of(1_000, seed: 2), target, Cancellation);

        byte[] all = [.. Bytes.Random(MiB + 5, seed: 1), .. Bytes.Random(1_000, seed: 2)];
        Assert.Equal(all, target.ToArray());
        AssertFacts(all, await pass.CompleteAsync(Cancellation));
    }

    [Fact]
    public async Task The_facts_can_be_asked_for_on_the_way()
    {
        using var pass = new ContentPass();
        await pass.CopyAsync(Bytes.Of(MiB + 5, seed: 1), Stream.Null, Cancellation);
        AssertFacts(Bytes.Random(MiB + 5, seed: 1), await pass.CompleteAsync(Cancellation));

        await pass.CopyAsync(Bytes.Of(MiB, seed: 2), Stream.Null, Cancellation);

        AssertFacts([.. Bytes.Random(MiB + 5, seed: 1), .. Bytes.Random(MiB, seed: 2)], await pass.CompleteAsync(Cancellation));
    }

    [Fact]
    public async Task A_local_file_is_read_from_where_the_pass_stands()
    {
        using var folder = new TemporaryFolder();
        var bytes = Bytes.Random(3 * MiB + 9);
        await File.WriteAllBytesAsync(folder.File("staged"), bytes, Cancellation);
        using var pass = new ContentPass("sha256");
        await pass.CopyAsync(Bytes.InPieces(bytes[..700_000], 50_000), Stream.Null, Cancellation);

        Assert.Equal(bytes.Length - 700_000, await pass.ReadFileAsync(folder.File("staged"), Cancellation));

        var facts = await pass.CompleteAsync(Cancellation);
        Assert.Equal(("sha256", Convert.ToHexStringLower(SHA256.HashData(bytes))), (facts.HashAlgorithm, facts.HashValue));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1_001)]
    public async Task Another_length_than_declared_is_refused_before_the_end_is_seen(int declared)
    {
        using var pass = new ContentPass { ExpectedBytes = declared };
        await using var through = pass.Through(Bytes.Of(1_000));

        await Assert.ThrowsAsync<ContentSizeMismatchException>(() => through.CopyToAsync(Stream.Null, Cancellation));
    }

    [Theory]
    [InlineData(1_000, 1_000, false)]
    [InlineData(1_001, 1_000, true)]
    [InlineData(3 * MiB, 2 * MiB, true)]
    public async Task More_than_allowed_is_refused(int length, int allowed, bool refused)
    {
        using var pass = new ContentPass { MaxBytes = allowed };
        using var target = new MemoryStream();

        var fault = await Record.ExceptionAsync(() => pass.CopyAsync(Bytes.Of(length), target, Cancellation));

        Assert.Equal(refused, fault is ContentTooLargeException);
        Assert.InRange(target.Length, 0, allowed);
        Assert.Equal(target.Length, pass.Bytes);
    }

    [Fact]
    public async Task A_refusal_of_the_content_comes_out_of_the_stream_before_its_end()
    {
        using var pass = new ContentPass();
        ContentFacts? seen = null;
        await using var through = pass.Through(Bytes.Of(MiB + 1), facts =>
        {
            seen = facts;
            throw new InvalidOperationException("not this one");
        });

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => through.CopyToAsync(Stream.Null, Cancellation));

        Assert.Equal("not this one", fault.Message);
        AssertFacts(Bytes.Random(MiB + 1), seen!);
    }

    [Theory]
    [InlineData("md5")]
    [InlineData("sha1")]
    [InlineData("sha256")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public async Task Each_secure_hash_is_the_frameworks(string name)
    {
        using var pass = new ContentPass(name);
        await pass.CopyAsync(Bytes.Of(MiB + 5), Stream.Null, Cancellation);

        var facts = await pass.CompleteAsync(Cancellation);

        var expected = CryptographicOperations.HashData(new HashAlgorithmName(name.ToUpperInvariant()), Bytes.Random(MiB + 5));
        Assert.Equal((name, Convert.ToHexStringLower(expected)), (facts.HashAlgorithm, facts.HashValue));
    }

    [Fact]
    public async Task A_disposed_pass_lets_its_threads_end_in_peace()
    {
        for (var round = 0; round < 20; round++)
        {
            var pass = new ContentPass();
            await pass.CopyAsync(Bytes.Of(3 * MiB), Stream.Null, Cancellation);
            pass.Dispose();
        }
    }

    [Fact]
    public async Task What_a_slow_source_has_sent_is_kept_before_it_sends_more()
    {
        var time = new FakeTimeProvider();
        using var pass = new ContentPass(time: time);
        using var target = new MemoryStream();
        var bytes = Bytes.Random(MiB + 10);
        var seen = new List<long>();

        // Before each read of 100,000 bytes the clock moves by 0.4 s, so that three of them make a buffer.
        await pass.CopyAsync(
            new Observed(Bytes.InPieces(bytes, 100_000), () =>
            {
                seen.Add(target.Length);
                time.Advance(TimeSpan.FromSeconds(0.4));
            }),
            target, Cancellation);

        Assert.Equal([0, 0, 0, 300_000, 300_000, 300_000, 600_000], seen.Take(7));
        Assert.Equal(bytes, target.ToArray());
        AssertFacts(bytes, await pass.CompleteAsync(Cancellation));
    }

    [Fact]
    public async Task A_transfer_holds_eight_mebibytes_at_most_and_waits_for_one_to_come_back()
    {
        var ring = new BufferRing();
        var held = new List<SharedBuffer>();
        var next = ring.RentAsync(offset: 0, Cancellation).AsTask();
        for (; next.IsCompleted; next = ring.RentAsync(offset: 0, Cancellation).AsTask())
        {
            held.Add(await next);
            Assert.InRange(held.Sum(buffer => (long)buffer.Free.Length), 1, 8 * MiB);
        }

        held[0].Share();
        held[0].Release();
        Assert.False(next.IsCompleted);
        held[0].Release();

        await next.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private static void AssertFacts(byte[] bytes, ContentFacts facts)
    {
        Assert.Equal(bytes.Length, facts.Bytes);
        Assert.Equal(Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, bytes)), facts.Md5);
        Assert.Equal(("sha512", Convert.ToHexStringLower(SHA512.HashData(bytes))), (facts.HashAlgorithm, facts.HashValue));
        Assert.Equal(bytes.Chunk(MiB).SelectMany(block => BitConverter.GetBytes(XxHash3.HashToUInt64(block))), facts.BlockChecksums);
        Assert.Equal(bytes.Length, facts.Format.Bytes);
    }

    private sealed class Observed(Stream inner, Action beforeRead) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            beforeRead();
            return inner.ReadAsync(buffer, cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
