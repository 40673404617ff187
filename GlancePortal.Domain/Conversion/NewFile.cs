using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Conversion;

/// <summary>A file that is there whole, or not at all.</summary>
internal static class NewFile
{
    /// <summary>Makes an empty file of mode 0640, lets <paramref name="fill"/> fill it, and removes it when that fails.</summary>
    /// <param name="path">Nothing may be there.</param>
    /// <param name="fill">Fills it.</param>
    public static async Task<T> FillAsync<T>(string path, Func<Task<T>> fill)
    {
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write).Dispose();
        try
        {
            File.SetUnixFileMode(path, PosixFiles.FileMode);
            return await fill();
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
