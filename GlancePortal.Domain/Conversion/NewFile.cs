using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Conversion;

/// <summary>A file that is there whole, or not at all.</summary>
internal static class NewFile
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether a file's disk has less than the room that is kept free: 1 GiB, or a fiftieth of a small one.</summary>
    public static bool IsDiskFull(string path)
    {
        var disk = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return disk.AvailableFreeSpace < Math.Min(1L << 30, disk.TotalSize / 50);
    }

    /// <summary>Makes an empty file of mode 0640, lets <paramref name="fill"/> fill it, and removes it when that fails.</summary>
    /// <param name="path">Nothing may be there.</param>
    /// <param name="fill">Fills it; ends when told to.</param>
    /// <param name="isFull">Whether its disk has no more room to give.</param>
    /// <param name="full">What is thrown then.</param>
    /// <param name="cancellationToken">Ends the filling.</param>
    public static async Task<T> FillAsync<T>(
        string path, Func<CancellationToken, Task<T>> fill, Func<string, bool> isFull, Func<Exception> full, CancellationToken cancellationToken)
    {
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write).Dispose();
        try
        {
            File.SetUnixFileMode(path, PosixFiles.FileMode);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var filling = fill(stop.Token);
            var wasFull = false;
            while (await Task.WhenAny(filling, Task.Delay(LookEvery, CancellationToken.None)) != filling)
            {
                // What a small file makes of itself must not take the room that the records need.
                if (!wasFull && isFull(path))
                {
                    wasFull = true;
                    await stop.CancelAsync();
                }
            }

            return wasFull && !cancellationToken.IsCancellationRequested ? throw full() : await filling;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
