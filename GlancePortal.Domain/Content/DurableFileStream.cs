using GlancePortal.Domain.Stores;
using Microsoft.Win32.SafeHandles;

namespace GlancePortal.Domain.Content;

/// <summary>A file that is written from front to back and whose bytes can be made to survive a power cut. One writer at a time.</summary>
/// <remarks>
/// Writes are plain system calls on the caller's thread: they end in the page cache, and a hop to another thread costs more than the copy.
/// Faults of the disk come out as the refusals of a store: <see cref="StoreFullException"/>, <see cref="StoreWriteDeniedException"/>,
/// <see cref="StoreUnavailableException"/>.
/// </remarks>
public sealed class DurableFileStream : Stream
{
    // Small enough that a flush has little left to write, large enough that the disk sees long writes.
    private const int WritebackBytes = 16 * 1024 * 1024;

    // Smaller writes end in the page cache, faster than a thread wakes up.
    private const int OwnThreadBytes = TransferBuffers.BufferBytes;

    private readonly TransferThread _thread = new("content write");
    private readonly SafeFileHandle _file;
    private readonly DirectWrites _direct;
    private readonly string _owner;
    private long _length;
    private long _writebackStarted;
    private long _durableLength;

    private DurableFileStream(SafeFileHandle file, string owner, long length)
    {
        _file = file;
        _direct = new DirectWrites(file);
        _owner = owner;
        _length = _writebackStarted = _durableLength = length;
    }

    /// <summary>Bytes written so far.</summary>
    public override long Length => Volatile.Read(ref _length);

    /// <summary>Bytes that survive a power cut: those written before the last <see cref="CheckpointAsync"/> began.</summary>
    public long DurableLength => Volatile.Read(ref _durableLength);

    /// <inheritdoc />
    public override bool CanRead => false;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes a new file of mode 0640; its name is durable when this returns.</summary>
    /// <param name="path">Name that nothing has yet; missing directories are made with mode 0750.</param>
    /// <param name="owner">Store id, or another word for the place, that refusals name.</param>
    public static DurableFileStream Create(string path, string owner)
    {
        var directory = Path.GetDirectoryName(path)!;
        StoreFaults.Translate(owner, () => PosixFiles.EnsureDirectory(directory));
        var file = CreateTemporary(path, owner);
        StoreFaults.Translate(owner, () => PosixFiles.FlushDirectory(directory));
        return file;
    }

    /// <summary>Like <see cref="Create"/> for a file that will be renamed: its name need not survive.</summary>
    internal static DurableFileStream CreateTemporary(string path, string owner) => StoreFaults.Translate(owner, () =>
    {
        var file = Open(path, FileMode.CreateNew);
        File.SetUnixFileMode(file, PosixFiles.FileMode);
        return new DurableFileStream(file, owner, length: 0);
    });

    /// <summary>Opens an existing file to go on at <paramref name="offset"/>; whatever lies behind is cut off.</summary>
    /// <param name="path">File made by <see cref="Create"/>.</param>
    /// <param name="owner">Store id, or another word for the place, that refusals name.</param>
    /// <param name="offset">Bytes to keep.</param>
    /// <exception cref="DataNotFoundException">There is no such file, or it is shorter.</exception>
    public static DurableFileStream OpenAt(string path, string owner, long offset) => StoreFaults.Translate(owner, () =>
    {
        var file = Open(path, FileMode.Open);
        var length = RandomAccess.GetLength(file);
        if (length < offset)
        {
            file.Dispose();
            throw new DataNotFoundException(owner);
        }
        if (length > offset)
        {
            RandomAccess.SetLength(file, offset);
        }
        return new DurableFileStream(file, owner, offset);
    });

    /// <inheritdoc />
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            WriteThrough(buffer);
        }
        catch (Exception fault) when (StoreFaults.Refusal(_owner, fault) is { } refusal)
        {
            throw refusal;
        }
        Volatile.Write(ref _length, _length + buffer.Length);
        if (_direct.IsOn)
        {
            _writebackStarted = _length;
        }
        else if (_length - _writebackStarted >= WritebackBytes)
        {
            PosixFiles.StartWriteback(_file, _writebackStarted, _length - _writebackStarted);
            _writebackStarted = _length;
        }
    }

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }
        if (buffer.Length < OwnThreadBytes)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
        return new ValueTask(_thread.RunAsync(() =>
        {
            Write(buffer.Span);
            return true;
        }).AsTask());
    }

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Makes every byte written so far durable. May run beside further writes.</summary>
    /// <returns>The new <see cref="DurableLength"/>.</returns>
    public async Task<long> CheckpointAsync(CancellationToken cancellationToken)
    {
        var length = Length;
        if (length > DurableLength)
        {
            await Task.Run(() => StoreFaults.Translate(_owner, () => RandomAccess.FlushToDisk(_file)), cancellationToken);
            Volatile.Write(ref _durableLength, Math.Max(length, DurableLength));
        }
        return DurableLength;
    }

    /// <inheritdoc />
    public override void Flush()
    {
        // Nothing is buffered here; CheckpointAsync is what makes bytes durable.
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }
        base.Dispose(disposing);
    }

    private void WriteThrough(ReadOnlySpan<byte> buffer)
    {
        _direct.Prepare(buffer, _length);
        try
        {
            RandomAccess.Write(_file, buffer, _length);
        }
        catch (IOException fault) when (_direct.IsOn && fault.HResult == PosixFiles.InvalidArgument)
        {
            // This file system took the flag and refuses the write.
            _direct.GiveUp();
            RandomAccess.Write(_file, buffer, _length);
        }
    }

    private static SafeFileHandle Open(string path, FileMode mode) =>
        File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
}
