using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Signatures;

/// <summary>RSASSA-PSS of RFC 8017 (9.1.2) with the longest salt that fits, as OpenStack's signer makes it, for SHA-224 too. Everything here is public.</summary>
internal static class PssPadding
{
    private const byte Trailer = 0xbc;

    public static bool Verify(RSA key, string digest, byte[] hash, byte[] signature)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var modulus = new BigInteger(parameters.Modulus!, isUnsigned: true, isBigEndian: true);
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != parameters.Modulus!.Length || value >= modulus)
        {
            return false;
        }

        var message = BigInteger.ModPow(value, new BigInteger(parameters.Exponent!, isUnsigned: true, isBigEndian: true), modulus);
        var bits = (int)modulus.GetBitLength() - 1;
        return Open(message, bits, digest, hash);
    }

    private static bool Open(BigInteger message, int bits, string digest, byte[] hash)
    {
        var length = (bits + 7) / 8;
        if (message.GetByteCount(isUnsigned: true) > length || length < hash.Length + 2)
        {
            return false;
        }

        var encoded = new byte[length];
        message.TryWriteBytes(encoded.AsSpan(length - message.GetByteCount(isUnsigned: true)), out _, isUnsigned: true, isBigEndian: true);
        var maskBytes = length - hash.Length - 1;
        var block = encoded.AsSpan(0, maskBytes);
        var found = encoded.AsSpan(maskBytes, hash.Length);
        var free = 0xff >> ((8 * length) - bits);
        if (encoded[^1] != Trailer || (block[0] & ~free) != 0)
        {
            return false;
        }

        Unmask(block, found, digest);
        block[0] &= (byte)free;

        // With the longest salt there is no padding but the one byte that ends it.
        return block[0] == 1 && found.SequenceEqual(HashOf(digest, [.. new byte[8], .. hash, .. block[1..]]));
    }

    private static void Unmask(Span<byte> block, ReadOnlySpan<byte> seed, string digest)
    {
        Span<byte> counted = [.. seed, 0, 0, 0, 0];
        for (var (at, counter) = (0, 0u); at < block.Length; counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(counted[^4..], counter);
            foreach (var mask in HashOf(digest, counted))
            {
                if (at < block.Length)
                {
                    block[at++] ^= mask;
                }
            }
        }
    }

    private static byte[] HashOf(string digest, ReadOnlySpan<byte> bytes) => digest switch
    {
        "sha224" => Sha224.HashData(bytes),
        "sha256" => SHA256.HashData(bytes),
        "sha384" => SHA384.HashData(bytes),
        _ => SHA512.HashData(bytes),
    };
}
