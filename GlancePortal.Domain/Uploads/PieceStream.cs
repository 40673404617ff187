using System.Security.Cryptography;

namespace GlancePortal.Domain.Uploads;

/// <summary>The bytes of one request on their way in: counted, limited, and summed when a checksum was sent.</summary>
internal sealed class PieceStream : Stream
{
    private readonly Stream _body;
    private readonly long _room;
    private readonly UploadWriter _writer;
    private readonly IncrementalHash? _hash;
    private long _taken;

    public PieceStream(Stream body, long room, UploadWriter writer, PieceChecksum? checksum)
    {
        _body = body;
        _room = room;
        _writer = writer;
        _hash = checksum is null ? null : IncrementalHash.CreateHash(NameOf(checksum.Algorithm));
    }

    /// <summary>Whether the bytes are those the checksum was made of.</summary>
    public bool Matches(PieceChecksum checksum) =>
        CryptographicOperations.FixedTimeEquals(_hash!.GetHashAndReset(), checksum.Value.Span);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _body.ReadAsync(buffer, cancellationToken);
        _taken += read;
        if (_taken > _room)
        {
            throw new UploadTooLongException(_room);
        }

        if (read > 0)
        {
            _writer.Progressed();
            _hash?.AppendData(buffer.Span[..read]);
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static HashAlgorithmName NameOf(string algorithm) => algorithm switch
    {
        "md5" => HashAlgorithmName.MD5,
        "sha1" => HashAlgorithmName.SHA1,
        "sha256" => HashAlgorithmName.SHA256,
        "sha512" => HashAlgorithmName.SHA512,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "Not one of ours."),
    };
}
