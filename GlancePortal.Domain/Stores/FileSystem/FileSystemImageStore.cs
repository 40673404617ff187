using System.Runtime.CompilerServices;
using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Stores.FileSystem;

/// <summary>Keeps each image as one file, named by the image's id.</summary>
internal sealed class FileSystemImageStore(string id, FileSystemStoreOptions options)
    : IImageStore, IRangeReads, IAdoptsFiles, IFreeSpace, IListsData, IShowsSetup
{
    private const string Scheme = "file://";

    private readonly StoreDirectory[] _directories =
        [.. options.Directories.Select(StoreDirectory.Parse).OrderByDescending(directory => directory.Priority)];

    public string Id => id;

    // No answer has a path of the host: a folder's own name tells whoever configured it which one it is.
    public IReadOnlyList<KeyValuePair<string, object>> Setup =>
    [
        new("data_dir", string.Join(',', _directories.Select(directory => Path.GetFileName(directory.Path)))),
        new("chunk_size", TransferBuffers.BufferBytes),
        new("thin_provisioning", false),
    ];

    public async Task<StoredData> AddAsync(Guid imageId, Stream data, long? sizeHint, CancellationToken cancellationToken)
    {
        RefuseDuplicate(imageId);
        var directory = ChooseDirectory(sizeHint ?? 0);
        var temporary = Path.Combine(directory, StoredFileName.Temporary(imageId));
        try
        {
            return await WriteAsync(imageId, data, directory, temporary, cancellationToken);
        }
        finally
        {
            Remove(temporary);
        }
    }

    public Task<Stream> OpenReadAsync(StoreLocation location, CancellationToken cancellationToken) =>
        OpenReadAsync(location, offset: 0, length: null, cancellationToken);

    public Task<Stream> OpenReadAsync(StoreLocation location, long offset, long? length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var path = PathOf(location);
        return Task.FromResult(StoreFaults.Translate<Stream>(id, () =>
        {
            var file = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
            var available = Math.Max(0, RandomAccess.GetLength(file) - offset);
            return new StoredFileStream(id, file, offset, Math.Min(length ?? available, available));
        }));
    }

    public Task DeleteAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(location);
        StoreFaults.Translate(id, () =>
        {
            if (!File.Exists(path))
            {
                throw new DataNotFoundException(id);
            }
            File.Delete(path);
            PosixFiles.FlushDirectory(Path.GetDirectoryName(path)!);
        });
        return Task.CompletedTask;
    }

    public async Task<StoredData> AdoptAsync(Guid imageId, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path) && Find(imageId) is { } adopted)
        {
            // An earlier call got as far as the rename before its process died.
            return new StoredData(LocationOf(adopted), new FileInfo(adopted).Length);
        }
        RefuseDuplicate(imageId);
        var bytes = StoreFaults.Translate(id, () => MakeDurable(path));
        // A rename takes no room, so only another file system asks for it.
        var directory = ChooseDirectory(bytes: 0);
        var target = Path.Combine(directory, StoredFileName.Of(imageId));
        if (StoreFaults.Translate(id, () => PosixFiles.RenameNew(path, target)) switch
        {
            RenameOutcome.NameTaken => throw new DuplicateDataException(id, imageId),
            RenameOutcome.OtherFileSystem => true,
            _ => false,
        })
        {
            return await CopyAsync(imageId, path, cancellationToken);
        }
        StoreFaults.Translate(id, () =>
        {
            PosixFiles.FlushDirectory(directory);
            PosixFiles.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        });
        return new StoredData(LocationOf(target), bytes);
    }

    public Task<StoreSpace> MeasureSpaceAsync(CancellationToken cancellationToken) => Task.FromResult(StoreFaults.Translate(id, () =>
    {
        // Folders of one file system share its room.
        var mounts = DriveInfo.GetDrives();
        var volumes = _directories
            .Select(directory => mounts.Where(mount => IsBelow(directory.Path, mount.Name)).MaxBy(mount => mount.Name.Length)!)
            .DistinctBy(volume => volume.Name)
            .ToList();
        return new StoreSpace(volumes.Sum(volume => volume.AvailableFreeSpace), volumes.Sum(volume => volume.TotalSize));
    }));

    public async IAsyncEnumerable<ListedData> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var directory in _directories.Where(directory => Directory.Exists(directory.Path)))
        {
            foreach (var file in StoreFaults.Translate(id, () => new DirectoryInfo(directory.Path).EnumerateFiles()))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (StoredFileName.TryParse(file.Name, out var imageId, out var isTemporary) && file.Exists)
                {
                    yield return new ListedData(LocationOf(file.FullName), imageId, isTemporary, file.Length, file.LastWriteTimeUtc);
                }
            }
        }
        await Task.CompletedTask;
    }

    private async Task<StoredData> WriteAsync(
        Guid imageId, Stream data, string directory, string temporary, CancellationToken cancellationToken)
    {
        var target = Path.Combine(directory, StoredFileName.Of(imageId));
        await using var file = DurableFileStream.CreateTemporary(temporary, id);
        await data.CopyToAsync(file, TransferBuffers.BufferBytes, cancellationToken);
        await file.CheckpointAsync(cancellationToken);
        StoreFaults.Translate(id, () =>
        {
            if (PosixFiles.RenameNew(temporary, target) is RenameOutcome.NameTaken)
            {
                throw new DuplicateDataException(id, imageId);
            }
            PosixFiles.FlushDirectory(directory);
        });
        return new StoredData(LocationOf(target), file.Length);
    }

    private async Task<StoredData> CopyAsync(Guid imageId, string path, CancellationToken cancellationToken)
    {
        await using var source = new StoredFileStream(
            id, File.OpenHandle(path, options: FileOptions.SequentialScan), start: 0, new FileInfo(path).Length);
        var stored = await AddAsync(imageId, source, source.Length, cancellationToken);
        File.Delete(path);
        return stored;
    }

    private static void Remove(string temporary)
    {
        try
        {
            // After the rename there is nothing of this name any more.
            File.Delete(temporary);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A disk that fails now failed before, and that is what the caller must hear; the sweep finds the file.
        }
    }

    private static long MakeDurable(string path)
    {
        File.SetUnixFileMode(path, PosixFiles.FileMode);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
        return RandomAccess.GetLength(file);
    }

    private string ChooseDirectory(long bytes) => StoreFaults.Translate(id, () =>
    {
        foreach (var directory in _directories)
        {
            PosixFiles.EnsureDirectory(directory.Path);
        }
        return _directories
            .Select(directory => (directory.Path, directory.Priority, Free: new DriveInfo(directory.Path).AvailableFreeSpace))
            .Where(directory => directory.Free >= bytes)
            .OrderByDescending(directory => directory.Priority)
            .ThenByDescending(directory => directory.Free)
            .FirstOrDefault().Path ?? throw new StoreFullException(id);
    });

    private static bool IsBelow(string path, string mount) =>
        mount == "/" || path == mount || path.StartsWith(mount + "/", StringComparison.Ordinal);

    private void RefuseDuplicate(Guid imageId)
    {
        if (Find(imageId) is not null)
        {
            throw new DuplicateDataException(id, imageId);
        }
    }

    private string? Find(Guid imageId) =>
        _directories.Select(directory => Path.Combine(directory.Path, StoredFileName.Of(imageId))).FirstOrDefault(File.Exists);

    private static StoreLocation LocationOf(string path) => new(Scheme + path);

    private string PathOf(StoreLocation location)
    {
        // Exactly a file of ours, directly in a folder of ours: no dots or other names lead elsewhere.
        var path = location.Url.StartsWith(Scheme, StringComparison.Ordinal) ? location.Url[Scheme.Length..] : "";
        var name = Path.GetFileName(path);
        if (!StoredFileName.TryParse(name, out var imageId, out var isTemporary))
        {
            throw new ForeignLocationException(id);
        }
        if (_directories.Any(directory => Path.Combine(directory.Path, name) == path))
        {
            return path;
        }
        // The folder was another when the address was written: it was moved, or a backup of it was put elsewhere.
        return !isTemporary && Find(imageId) is { } moved ? moved : throw new ForeignLocationException(id);
    }
}
