using System.Security.Cryptography;

namespace GlancePortal.Domain.Content;

/// <summary>A running hash.</summary>
internal sealed class Digest : IByteObserver, IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly Sha224? _sha224;

    public Digest(string name)
    {
        Name = name;
        if (name == "sha224")
        {
            _sha224 = new Sha224();
        }
        else
        {
            _hash = IncrementalHash.CreateHash(NameOf(name));
        }
    }

    public string Name { get; }

    public void Observe(ReadOnlySpan<byte> bytes)
    {
        _hash?.AppendData(bytes);
        _sha224?.Append(bytes);
    }

    /// <summary>The hash of all bytes so far, in lower-case hex.</summary>
    public string ToHex() => Convert.ToHexStringLower(_sha224?.Current() ?? _hash!.GetCurrentHash());

    public void Dispose() => _hash?.Dispose();

    private static HashAlgorithmName NameOf(string name) => name switch
    {
        "md5" => HashAlgorithmName.MD5,
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha384" => HashAlgorithmName.SHA384,
        "sha512" => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such hash here."),
    };
}
