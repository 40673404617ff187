using System.Text;
using GlancePortal.Domain.Content;
using Xunit;

namespace GlancePortal.Tests.Content;

/// <summary>The vectors of FIPS 180-4 and NIST's examples.</summary>
[Trait("Suite", "unit")]
public sealed class Sha224Vectors
{
    [Theory]
    [InlineData("", 1, "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f")]
    [InlineData("abc", 1, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525")]
    [InlineData("a", 1_000_000, "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee4ee7ad67")]
    public void A_text_has_its_known_hash(string text, int times, string hash)
    {
        var digest = new Sha224();
        foreach (var chunk in Enumerable.Repeat(Encoding.ASCII.GetBytes(text), times).Chunk(7))
        {
            digest.Append(chunk.SelectMany(bytes => bytes).ToArray());
        }

        Assert.Equal(hash, Convert.ToHexStringLower(digest.Current()));
    }

    [Fact]
    public void Pieces_of_any_length_make_the_hash_of_the_whole()
    {
        var bytes = Support.Bytes.Random(1000);
        for (var length = 1; length < 200; length += 7)
        {
            var digest = new Sha224();
            foreach (var piece in bytes.Chunk(length))
            {
                digest.Append(piece);
            }

            Assert.Equal(Sha224.HashData(bytes), digest.Current());
        }
    }
}
