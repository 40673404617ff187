using System.Runtime.ExceptionServices;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Stores.FileSystem;

namespace GlancePortal.Domain.Content;

/// <summary>The one pass over an image's bytes: size, md5, secure hash, block checksums and format, while they flow to where they are kept.</summary>
/// <remarks>
/// The hashes run on threads of their own beside each other and beside the write, over the same buffers, which are never copied. Bytes may come
/// in several pieces with any time between them; while none come, no thread and no buffer is held. One piece at a time.
/// </remarks>
public sealed class ContentPass : IDisposable
{
    private const string Md5 = "md5";

    // A slow source need not fill a buffer before its bytes count as arrived.
    private static readonly TimeSpan LongestFill = TimeSpan.FromSeconds(1);

    private readonly BufferRing _ring = new();
    private readonly BlockChecksums _blocks = new();
    private readonly FormatInspector _format = new();
    private readonly Digest[] _digests;
    private readonly HashLane[] _lanes;
    private readonly string _hashAlgorithm;
    private readonly TimeProvider _time;
    private long _bytes;

    /// <summary>Begins a pass at byte 0.</summary>
    /// <param name="hashAlgorithm">The secure hash: <c>md5</c>, <c>sha1</c>, <c>sha224</c>, <c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</param>
    /// <param name="alsoCompute">Further hashes by the same names, for a checksum that the client announced, or a signature.</param>
    /// <param name="time">Clock by which a source is slow; null takes the system's.</param>
    public ContentPass(string hashAlgorithm = "sha512", IEnumerable<string>? alsoCompute = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _hashAlgorithm = hashAlgorithm;
        _digests = [.. new[] { Md5, hashAlgorithm }.Concat(alsoCompute ?? []).Distinct(StringComparer.Ordinal).Select(name => new Digest(name))];
        // md5 is the slowest of all and has its thread to itself; the cheap observers ride with the second hash.
        _lanes = [.. _digests.Select((digest, at) => at == Math.Min(1, _digests.Length - 1)
            ? new HashLane(digest.Name, digest, _blocks, _format)
            : new HashLane(digest.Name, digest))];
    }

    /// <summary>Bytes taken so far.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Length the client declared; null when it did not.</summary>
    public long? ExpectedBytes { get; set; }

    /// <summary>Bytes allowed at most; null allows all.</summary>
    public long? MaxBytes { get; set; }

    /// <summary>A stream over <paramref name="source"/> that feeds this pass while a store reads it; it leaves <paramref name="source"/> open.</summary>
    /// <param name="source">All the bytes of the content.</param>
    /// <param name="accept">
    /// Called once with the facts when the last byte was read and before the store can know of the end. What it throws reaches the store as a
    /// fault of its source, so that nothing of a refused content stays behind.
    /// </param>
    /// <remarks>
    /// Reading throws <see cref="ContentTooLargeException"/> and <see cref="ContentSizeMismatchException"/>.
    /// </remarks>
    public Stream Through(Stream source, Action<ContentFacts>? accept = null) => new ContentPassStream(this, source, accept);

    /// <summary>Takes the next bytes: all that <paramref name="source"/> gives are hashed and written to <paramref name="target"/>.</summary>
    /// <param name="source">Read to its end, or until it fails; what it gave before failing is kept.</param>
    /// <param name="target">Where they go; <see cref="Stream.Null"/> when they are there already.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Bytes taken by this call.</returns>
    /// <remarks>
    /// After an exception of <paramref name="target"/> the pass has seen bytes that the target lacks: compare <see cref="Bytes"/> with the
    /// target's length and drop the pass when they differ.
    /// </remarks>
    /// <exception cref="ContentTooLargeException">More than <see cref="MaxBytes"/>. The bytes of the last buffer are not taken.</exception>
    /// <exception cref="ContentSizeMismatchException">More than <see cref="ExpectedBytes"/>. The bytes of the last buffer are not taken.</exception>
    public async Task<long> CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        var before = Bytes;
        var writing = new WriteBehind(target);
        try
        {
            for (var ended = false; !ended;)
            {
                var next = await NextAsync(source, cancellationToken);
                // What has arrived is kept even when the client is gone: it need not be sent again.
                await writing.AddAsync(next.Buffer, next.Buffer.Filled, CancellationToken.None);
                next.Fault?.Throw();
                ended = next.Ended;
            }
        }
        finally
        {
            await writing.EndAsync();
        }
        return Bytes - before;
    }

    /// <summary>Takes the bytes of a local file from <see cref="Bytes"/> to its end, at the speed of the hashes.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public async Task<long> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        await using var source = new StoredFileStream("local", file, Bytes, Math.Max(0, RandomAccess.GetLength(file) - Bytes));
        return await CopyAsync(source, Stream.Null, cancellationToken);
    }

    /// <summary>What the pass found about all bytes so far; further ones may follow.</summary>
    /// <exception cref="ContentSizeMismatchException">They are not <see cref="ExpectedBytes"/>.</exception>
    public async Task<ContentFacts> CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in _lanes)
        {
            await lane.DrainAsync(cancellationToken);
        }
        if (ExpectedBytes is { } expected && expected != Bytes)
        {
            throw new ContentSizeMismatchException(expected, Bytes);
        }
        var digests = _digests.ToDictionary(digest => digest.Name, digest => digest.ToHex(), StringComparer.Ordinal);
        return new ContentFacts(Bytes, digests[Md5], _hashAlgorithm, digests[_hashAlgorithm], _blocks.ToArray(), _format.Complete())
        {
            Digests = digests,
        };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var digest in _digests)
        {
            digest.Dispose();
        }
    }

    /// <summary>Fills one buffer and shows it to the hashes; the caller has a use of it to release.</summary>
    internal async ValueTask<FilledBuffer> NextAsync(Stream source, CancellationToken cancellationToken)
    {
        var buffer = await _ring.RentAsync(Bytes, cancellationToken);
        ExceptionDispatchInfo? fault = null;
        var ended = false;
        try
        {
            var began = _time.GetTimestamp();
            while (!ended && !buffer.IsFull && (buffer.Count == 0 || _time.GetElapsedTime(began) < LongestFill))
            {
                var read = await source.ReadAsync(buffer.Free, cancellationToken);
                buffer.Count += read;
                ended = read == 0;
            }
        }
        catch (Exception broken)
        {
            fault = ExceptionDispatchInfo.Capture(broken);
        }
        if (LimitFault(buffer.Count) is { } tooMuch)
        {
            buffer.Release();
            throw tooMuch;
        }
        Show(buffer);
        return new FilledBuffer(buffer, ended, fault);
    }

    private Exception? LimitFault(int more) =>
        Bytes + more > ExpectedBytes ? new ContentSizeMismatchException(ExpectedBytes.Value, Bytes + more)
        : Bytes + more > MaxBytes ? new ContentTooLargeException(MaxBytes.Value)
        : null;

    private void Show(SharedBuffer buffer)
    {
        if (buffer.Count == 0)
        {
            return;
        }
        foreach (var lane in _lanes)
        {
            buffer.Share();
            lane.Add(buffer);
        }
        Volatile.Write(ref _bytes, _bytes + buffer.Count);
    }

    internal readonly record struct FilledBuffer(SharedBuffer Buffer, bool Ended, ExceptionDispatchInfo? Fault);
}
