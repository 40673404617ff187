using System.IO.Pipelines;

namespace GlancePortal.Domain.Images;

/// <summary>An image's verified data as a stream that somebody else reads, with a bounded piece of it in memory.</summary>
internal sealed class ImageDataStream : IAsyncDisposable
{
    private const int PipeBytes = 4 << 20;

    private readonly CancellationTokenSource _stop;
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: PipeBytes, resumeWriterThreshold: PipeBytes / 2, minimumSegmentSize: PipeBytes / 4));
    private readonly ImageDownload _download;
    private readonly Task _reading;

    private ImageDataStream(ImageDownload download, CancellationToken cancellationToken)
    {
        _download = download;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Body = _pipe.Reader.AsStream(leaveOpen: true);
        _reading = ReadAsync();
    }

    /// <summary>The data, forward only. Throws what the reading of it met.</summary>
    public Stream Body { get; }

    /// <summary>Opens the data from some byte to its end.</summary>
    /// <param name="download">Whose data; this disposes it.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Stores.StoreUnavailableException">No store that holds a copy answers.</exception>
    /// <exception cref="Content.DamagedDataException">No copy is whole.</exception>
    public static async Task<ImageDataStream> OpenAsync(ImageDownload download, long offset, CancellationToken cancellationToken)
    {
        await download.OpenAsync(offset, download.Bytes - offset, cancellationToken);
        return new ImageDataStream(download, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pipe.Reader.CompleteAsync();
        await _reading;
        await _download.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            await _download.CopyToAsync(_pipe.Writer.AsStream(leaveOpen: true), _stop.Token);
            await _pipe.Writer.CompleteAsync();
        }
        catch (Exception fault)
        {
            // Whoever reads the body gets the fault.
            await _pipe.Writer.CompleteAsync(fault);
        }
    }
}
