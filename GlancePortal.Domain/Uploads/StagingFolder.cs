using System.Globalization;
using System.Text;
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
    private const string OutcomeEnding = ".outcome";
    private const string TemporaryEnding = ".new";

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

    /// <summary>Removes everything that lies there of an upload; nothing happens when there is nothing.</summary>
    public void Delete(Guid uploadId)
    {
        if (Directory.Exists(_path))
        {
            foreach (var path in Directory.EnumerateFiles(_path, uploadId.ToString("D") + "*"))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>A new path beside an upload's bytes, for what a step of its job makes of them.</summary>
    /// <remarks>No two runs of the step share it: one that was only paused writes where nobody looks.</remarks>
    public string NewPath(Guid uploadId) => Path.Combine(folder.Below(Place), $"{uploadId:D}{TemporaryEnding}.{Guid.NewGuid():N}");

    /// <summary>Path of the content that step <paramref name="step"/> made; 0 is what came in.</summary>
    public string PathOf(Guid uploadId, int step) => step == 0 ? PathOf(uploadId) : $"{PathOf(uploadId)}.{step}";

    /// <summary>The last step that made content.</summary>
    public int LastStepOf(Guid uploadId)
    {
        if (!Directory.Exists(_path))
        {
            return 0;
        }

        // The pattern matches a name without any ending, too.
        var prefix = uploadId.ToString("D") + ".";
        var names = Directory.EnumerateFiles(_path, prefix + "*").Select(path => Path.GetFileName(path))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]).ToList();
        var made = names.Select(StepOf).DefaultIfEmpty().Max();

        // A store may have taken the content over; what was found about it still lies there then.
        return made > 0 || File.Exists(PathOf(uploadId))
            ? made
            : names.Where(name => name.EndsWith(FactsEnding, StringComparison.Ordinal)).Select(name => StepOf(name[..^FactsEnding.Length])).DefaultIfEmpty().Max();
    }

    private static int StepOf(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : 0;

    /// <summary>Makes a finished file the content after a step. What lay there before goes; it is durable when this returns.</summary>
    /// <param name="uploadId">The upload.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="path">A path of <see cref="NewPath"/> that nobody writes any more.</param>
    /// <param name="facts">What was found about it.</param>
    /// <param name="outcome">What was decided with it; text that only its writer understands.</param>
    /// <param name="cancellationToken">Ends the work where it can still be undone.</param>
    public async Task ReplaceAsync(Guid uploadId, int step, string path, ContentFacts facts, string outcome, CancellationToken cancellationToken)
    {
        await SaveAsync(
            PathOf(uploadId, step) + OutcomeEnding, file => file.WriteAsync(Encoding.UTF8.GetBytes(outcome), cancellationToken).AsTask(), cancellationToken);
        await SaveFactsAsync(PathOf(uploadId, step), facts, cancellationToken);
        StoreFaults.Translate(Place, () =>
        {
            using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(file);
            }

            File.Move(path, PathOf(uploadId, step), overwrite: true);
            PosixFiles.FlushDirectory(_path);
            for (var before = 0; before < step; before++)
            {
                File.Delete(PathOf(uploadId, before));
                File.Delete(PathOf(uploadId, before) + FactsEnding);
                File.Delete(PathOf(uploadId, before) + OutcomeEnding);
            }
        });
    }

    /// <summary>Keeps what was found about the whole content, so that it need not be read again.</summary>
    public Task SaveFactsAsync(Guid uploadId, ContentFacts facts, CancellationToken cancellationToken) =>
        SaveFactsAsync(PathOf(uploadId), facts, cancellationToken);

    private static Task SaveFactsAsync(string content, ContentFacts facts, CancellationToken cancellationToken) => SaveAsync(
        content + FactsEnding, file => JsonSerializer.SerializeAsync(file, facts, ContentFactsJson.Default.ContentFacts, cancellationToken), cancellationToken);

    private static async Task SaveAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            await using (var file = DurableFileStream.CreateTemporary(temporary, Place))
            {
                await write(file);
                await file.CheckpointAsync(cancellationToken);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>What was decided with the content of a step; null when there is none.</summary>
    public async Task<string?> LoadOutcomeAsync(Guid uploadId, int step, CancellationToken cancellationToken)
    {
        var path = PathOf(uploadId, step) + OutcomeEnding;
        return File.Exists(path) ? await File.ReadAllTextAsync(path, cancellationToken) : null;
    }

    /// <summary>What was found about the whole content; null when nobody has looked yet.</summary>
    public async Task<ContentFacts?> LoadFactsAsync(Guid uploadId, int step, CancellationToken cancellationToken)
    {
        var path = PathOf(uploadId, step) + FactsEnding;
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync(file, ContentFactsJson.Default.ContentFacts, cancellationToken);
    }

    /// <summary>Has the whole content looked at again.</summary>
    public void ForgetFacts(Guid uploadId, int step) => File.Delete(PathOf(uploadId, step) + FactsEnding);

    /// <summary>Files last written before <paramref name="before"/>, with the upload each belongs to; null for a name that is none of ours.</summary>
    public IReadOnlyList<(string Path, Guid? UploadId)> FilesBefore(DateTimeOffset before) =>
        !Directory.Exists(_path)
            ? []
            : [.. new DirectoryInfo(_path).EnumerateFiles()
                .Where(file => file.LastWriteTimeUtc < before.UtcDateTime)
                .Select(file => (file.FullName, Guid.TryParseExact(file.Name.AsSpan(0, Math.Min(36, file.Name.Length)), "D", out var id) ? id : (Guid?)null))];
}
