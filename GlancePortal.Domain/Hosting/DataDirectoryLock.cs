namespace GlancePortal.Domain.Hosting;

/// <summary>Keeps a second server off a data directory with an embedded database: what the two keep in memory would not be one another's.</summary>
/// <param name="folder">The data directory.</param>
public sealed class DataDirectoryLock(DataFolder folder) : IDisposable
{
    private const string Name = "server.lock";

    // What the system answers when another process has the file.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private FileStream? _file;

    /// <summary>Takes the directory until this is disposed or the process ends, however it ends.</summary>
    /// <returns>False when another server has it.</returns>
    /// <exception cref="IOException">The directory cannot be written to.</exception>
    public bool Take()
    {
        folder.Create();
        try
        {
            _file = new FileStream(Path.Combine(folder.Path, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException fault) when (Taken.Contains(fault.HResult))
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
