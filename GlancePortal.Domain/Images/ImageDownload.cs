using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Images;

/// <summary>An image's data on its way to a caller who may have it. Open one range, then copy it.</summary>
public sealed class ImageDownload : IAsyncDisposable
{
    private readonly ImageDownloads _downloads;
    private VerifiedReader? _reader;

    internal ImageDownload(Image image, IReadOnlyList<ImageLocation> locations, ImageDownloads downloads, Caller caller)
    {
        Image = image;
        Locations = locations;
        _downloads = downloads;
        Caller = caller;
    }

    /// <summary>The image, without its parts.</summary>
    public Image Image { get; }

    /// <summary>Whether there is data at all.</summary>
    public bool HasData => Locations.Count > 0;

    /// <summary>Length of the whole data.</summary>
    public long Bytes => Image.Size ?? 0;

    internal IReadOnlyList<ImageLocation> Locations { get; }

    internal Caller Caller { get; }

    /// <summary>Opens a range of the best copy and verifies its first block, so that what can be refused is refused before an answer begins.</summary>
    /// <param name="offset">First byte.</param>
    /// <param name="length">Number of bytes; lies within the data.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="Stores.StoreUnavailableException">No store that holds a copy answers. Answered 503.</exception>
    /// <exception cref="DamagedDataException">No copy is whole where the range begins; it was reported. Answered 503.</exception>
    public async Task OpenAsync(long offset, long length, CancellationToken cancellationToken) =>
        (_reader, _) = await _downloads.OpenAsync(this, offset, length, cancellationToken);

    /// <summary>Writes the opened range.</summary>
    /// <exception cref="DamagedDataException">The rest is not what was stored; it was reported. The answer must not end as a complete one.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        if (_reader is null)
        {
            throw new InvalidOperationException("Open a range first.");
        }

        try
        {
            await _reader.CopyToAsync(target, cancellationToken);
        }
        catch (DamagedDataException damage)
        {
            await _downloads.ReportAsync(this, damage);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader?.DisposeAsync() ?? ValueTask.CompletedTask;
}
