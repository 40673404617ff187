using System.Text.Json;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Stores;

namespace GlancePortal.Domain.Uploads;

/// <summary>Where the bytes of uploads wait for their last one: a file each below the data directory, and what was found about it beside it.</summary>
/// <param name="folder">The data directory.</param>
public sealed class StagingFolder(DataFolder folder)
{
    // The word that refusals use for this place.
    private const string Place = "staging";
    private const string FactsEnding = ".facts";

    private readonly string _path = Path.Combine(folder.Path, Place);

    /// <summary>Path of an upload's bytes.</summary>
    public string PathOf(Guid uploadId) => Path.Combine(_path, uploadId.ToString("D"));

    /// <summary>Bytes that lie there; null when there is no file.</summary>
    public long? LengthOf(Guid uploadId)
    {
        var file = new FileInfo(PathOf(uploadId));
        return file.Exists ? file.Length : null;
    }

    /// <summary>Opens an upload's bytes to go on at <paramref name="offset"/>; what lies behind it was never acknowledged and is cut off.</summary>
    /// <exception cref="DataNotFoundException">Acknowledged bytes are missing.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public DurableFileStream Open(Guid uploadId, long offset) =>
        offset == 0 && !File.Exists(PathOf(uploadId))
            ? DurableFileStream.Create(PathOf(uploadId), Place)
            : DurableFileStream.OpenAt(PathOf(uploadId), Place, offset);

    /// <summary>Opens an upload's bytes from the first one.</summary>
    /// <exception cref="DataNotFoundException">There are none.</exception>
    public Stream OpenRead(Guid uploadId) => StoreFaults.Translate(Place, () => new FileStream(
        PathOf(uploadId), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan));

    /// <summary>Refuses an upload that the disk could not take.</summary>
    /// <exception cref="StoreFullException">Fewer bytes are free.</exception>
    public void RequireRoom(long bytes)
    {
        folder.Below(Place);
        if (new DriveInfo(_path).AvailableFreeSpace < bytes)
        {
            throw new StoreFullException(Place);
        }
    }

    /// <summary>Removes an upload's bytes and facts; nothing happens when there are none.</summary>
    public void Delete(Guid uploadId)
    {
        if (Directory.Exists(_path))
        {
            File.Delete(PathOf(uploadId));
            File.Delete(PathOf(uploadId) + FactsEnding);
        }
    }

    /// <summary>Keeps what was found about the whole content, so that it need not be read again.</summary>
    public async Task SaveFactsAsync(Guid uploadId, ContentFacts facts, CancellationToken cancellationToken)
    {
        var temporary = $"{PathOf(uploadId)}{FactsEnding}.{Guid.NewGuid():N}";
        try
        {
            await using (var file = DurableFileStream.CreateTemporary(temporary, Place))
            {
                await JsonSerializer.SerializeAsync(file, facts, ContentFactsJson.Default.ContentFacts, cancellationToken);
                await file.CheckpointAsync(cancellationToken);
            }

            File.Move(temporary, PathOf(uploadId) + FactsEnding, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>What was found about the whole content; null when nobody has looked yet.</summary>
    public async Task<ContentFacts?> LoadFactsAsync(Guid uploadId, CancellationToken cancellationToken)
    {
        var path = PathOf(uploadId) + FactsEnding;
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync(file, ContentFactsJson.Default.ContentFacts, cancellationToken);
    }

    /// <summary>Has the whole content looked at again.</summary>
    public void ForgetFacts(Guid uploadId) => File.Delete(PathOf(uploadId) + FactsEnding);

    /// <summary>Files last written before <paramref name="before"/>, with the upload each belongs to; null for a name that is none of ours.</summary>
    public IReadOnlyList<(string Path, Guid? UploadId)> FilesBefore(DateTimeOffset before) =>
        !Directory.Exists(_path)
            ? []
            : [.. new DirectoryInfo(_path).EnumerateFiles()
                .Where(file => file.LastWriteTimeUtc < before.UtcDateTime)
                .Select(file => (file.FullName, Guid.TryParseExact(file.Name.AsSpan(0, Math.Min(36, file.Name.Length)), "D", out var id) ? id : (Guid?)null))];
}
