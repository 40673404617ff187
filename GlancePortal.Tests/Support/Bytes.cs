namespace GlancePortal.Tests.Support;

/// <summary>Contents that can be made again from their length and seed, as arrays and as streams that behave in chosen ways.</summary>
internal static class Bytes
{
    /// <summary>Incompressible bytes, the same for the same length and seed.</summary>
    public static byte[] Random(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A stream of <see cref="Random"/> that can only be read forward.</summary>
    public static Stream Of(int length, int seed = 1) => new ScriptedStream(Random(length, seed), pieceBytes: int.MaxValue);

    /// <summary>A forward stream over these bytes that gives at most so many per read.</summary>
    public static Stream InPieces(byte[] bytes, int pieceBytes) => new ScriptedStream(bytes, pieceBytes);

    /// <summary>A stream that gives so many bytes and then breaks like a client that is gone.</summary>
    public static Stream BreakingAfter(int length, int seed = 1) =>
        new ScriptedStream(Random(length, seed), int.MaxValue) { AtEnd = () => throw new IOException("The client is gone.") };

    /// <summary>A stream that gives so many bytes, calls <paramref name="atEnd"/> and then waits for its cancellation.</summary>
    public static Stream StallingAfter(int length, Action atEnd) => new ScriptedStream(Random(length), int.MaxValue) { AtEnd = atEnd, Stalls = true };

    private sealed class ScriptedStream(byte[] bytes, int pieceBytes) : Stream
    {
        private int _position;

        public Action AtEnd { get; init; } = () => { };

        public bool Stalls { get; init; }

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
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Math.Min(buffer.Length, pieceBytes), bytes.Length - _position);
            if (count == 0 && buffer.Length > 0)
            {
                AtEnd();
                await Task.Delay(Stalls ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellationToken);
            }
            bytes.AsMemory(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
