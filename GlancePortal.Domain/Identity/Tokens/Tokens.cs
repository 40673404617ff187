using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace GlancePortal.Domain.Identity;

/// <summary>Turns tokens into what clients carry and back. Every node that shares the database reads what another wrote.</summary>
/// <param name="protection">Signs and encrypts with keys kept in the database.</param>
/// <param name="revocations">Knows which ended early.</param>
/// <param name="time">Clock of their end.</param>
public sealed class Tokens(IDataProtectionProvider protection, Revocations revocations, TimeProvider time)
{
    private const int CachedTokens = 10_000;
    private const int LongestToken = 4096;
    private readonly IDataProtector _protector = protection.CreateProtector("GlancePortal.Tokens.v1");
    private readonly BoundedCache<UInt128, Token> _read = new(CachedTokens);

    /// <summary>What the client carries: text for a header, a secret.</summary>
    public string Write(Token token) => Base64Url.EncodeToString(_protector.Protect(TokenCodec.Encode(token)));

    /// <summary>The token behind that text; null when it is not one of ours, expired or revoked. Asks no database.</summary>
    public Token? Read(string? text)
    {
        if (text is null or { Length: 0 or > LongestToken })
        {
            return null;
        }

        var key = KeyOf(text);
        if (!_read.TryGet(key, out var token))
        {
            token = Parse(text);
            if (token is null)
            {
                return null;
            }

            _read.Set(key, token);
        }

        return token.ExpiresAt > time.GetUtcNow() && !revocations.Cover(token) ? token : null;
    }

    private Token? Parse(string text)
    {
        try
        {
            return TokenCodec.Decode(_protector.Unprotect(Base64Url.DecodeFromChars(text)));
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }

    // The cache knows digests only: a dump of the memory's long-lived part holds no usable token.
    private static UInt128 KeyOf(string text)
    {
        Span<byte> bytes = stackalloc byte[LongestToken];
        if (!Encoding.UTF8.TryGetBytes(text, bytes, out var length))
        {
            return default;
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], digest);
        return MemoryMarshal.Read<UInt128>(digest);
    }
}
