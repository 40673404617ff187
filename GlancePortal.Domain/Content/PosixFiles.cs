using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GlancePortal.Domain.Content;

/// <summary>What durable files need from Linux and the framework does not offer.</summary>
internal static partial class PosixFiles
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public const UnixFileMode DirectoryMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    private const int NoSuchAddress = 6;
    private const int FileExists = 17;
    private const int CrossDevice = 18;
    public const int InvalidArgument = 22;
    private const int FunctionNotImplemented = 38;
    private const int CurrentDirectory = -100;
    private const uint NoReplace = 1;
    private const int OpenDirectory = 0x10000 | 0x80000; // O_DIRECTORY | O_CLOEXEC
    private const uint StartWrite = 2;
    private const int NoWait = 8;
    private const int SeekData = 3;
    private const int SeekHole = 4;

    /// <summary>Creates a directory that only the owner may write, and makes the entry durable.</summary>
    public static void EnsureDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }
        Directory.CreateDirectory(path, DirectoryMode);
        // The umask may have taken bits away that the group needs.
        File.SetUnixFileMode(path, DirectoryMode);
        FlushDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes renames and new names in a directory survive a power cut.</summary>
    public static void FlushDirectory(string path)
    {
        var descriptor = Open(path, OpenDirectory);
        if (descriptor < 0)
        {
            throw Failure();
        }
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Renames unless something has the new name already: two writers can never both win.</summary>
    public static RenameOutcome RenameNew(string from, string to)
    {
        if (RenameAt2(CurrentDirectory, from, CurrentDirectory, to, NoReplace) == 0)
        {
            return RenameOutcome.Done;
        }
        switch (Marshal.GetLastPInvokeError())
        {
            case FileExists:
                return RenameOutcome.NameTaken;
            case CrossDevice:
                return RenameOutcome.OtherFileSystem;
            case InvalidArgument or FunctionNotImplemented when File.Exists(to):
                // Some network file systems cannot refuse by themselves.
                return RenameOutcome.NameTaken;
            case InvalidArgument or FunctionNotImplemented:
                File.Move(from, to, overwrite: false);
                return RenameOutcome.Done;
            default:
                throw Failure();
        }
    }

    /// <summary>Asks the kernel to start writing a part of a file, so that the final flush finds little left to do.</summary>
    public static void StartWriteback(SafeFileHandle file, long offset, long bytes) =>
        // Only a hint: where it is not supported the flush does all the work.
        _ = SyncFileRange(file, offset, bytes, StartWrite);

    /// <summary>Reads what memory already holds; null when a read would have to wait for the disk.</summary>
    public static unsafe int? ReadCached(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        fixed (byte* start = buffer)
        {
            var part = new IoVector(start, (nuint)buffer.Length);
            // An error is met again, and told, by the read that waits.
            return ReadVectors(file, &part, 1, offset, NoWait) is var read and >= 0 ? (int)read : null;
        }
    }

    /// <summary>The parts of a file that are no holes; all of it where the file system does not tell.</summary>
    public static IEnumerable<(long From, long To)> DataOf(SafeFileHandle file, long length)
    {
        for (var at = 0L; at < length;)
        {
            var from = Seek(file, at, SeekData);
            if (from < 0 && Marshal.GetLastPInvokeError() == NoSuchAddress)
            {
                yield break;
            }

            var to = from < 0 ? -1 : Seek(file, from, SeekHole);
            if (to < 0)
            {
                yield return (at, length);
                yield break;
            }

            yield return (from, Math.Min(to, length));
            at = to;
        }
    }

    private static IOException Failure()
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException(new Win32Exception(error).Message, error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "preadv2", SetLastError = true)]
    private static unsafe partial nint ReadVectors(SafeFileHandle file, IoVector* parts, int count, long offset, int flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeFileHandle file, long offset, long bytes, uint flags);

    [StructLayout(LayoutKind.Sequential)]
    private readonly unsafe struct IoVector(byte* start, nuint length)
    {
        public readonly byte* Start = start;
        public readonly nuint Length = length;
    }
}

/// <summary>How <see cref="PosixFiles.RenameNew"/> ended.</summary>
internal enum RenameOutcome
{
    Done,
    NameTaken,
    OtherFileSystem,
}
