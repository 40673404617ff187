using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GlancePortal.Domain.Content;

/// <summary>Writes around the page cache, switched per write: what is flushed before the answer gains nothing from a copy in memory.</summary>
/// <remarks>
/// It saves a copy of every byte and the making of cache pages, and an upload does not push out the images that are being read. Parts that are not
/// whole pages, and file systems that cannot, take the ordinary way.
/// </remarks>
internal sealed partial class DirectWrites(SafeFileHandle file)
{
    /// <summary>Addresses, offsets and lengths are multiples of this.</summary>
    public const int Alignment = 4096;

    private const int GetFlags = 3;
    private const int SetFlags = 4;

    private static readonly int DirectFlag = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 0x4000,
        Architecture.Arm64 => 0x10000,
        _ => 0,
    };

    private bool _isOn;
    private bool _isPossible = DirectFlag != 0;

    /// <summary>Whether writes now go straight to the disk.</summary>
    public bool IsOn => _isOn;

    /// <summary>Sets the file up for this write.</summary>
    public void Prepare(ReadOnlySpan<byte> bytes, long offset)
    {
        var wanted = _isPossible && bytes.Length > 0 && offset % Alignment == 0 && bytes.Length % Alignment == 0 && IsAligned(bytes);
        if (wanted != _isOn)
        {
            Switch(wanted);
        }
    }

    /// <summary>Takes the ordinary way from now on.</summary>
    public void GiveUp()
    {
        _isPossible = false;
        if (_isOn)
        {
            Switch(on: false);
        }
    }

    private void Switch(bool on)
    {
        var flags = FileControl(file, GetFlags, 0);
        if (flags >= 0 && FileControl(file, SetFlags, on ? flags | DirectFlag : flags & ~DirectFlag) >= 0)
        {
            _isOn = on;
        }
        else
        {
            _isPossible = false;
        }
    }

    private static unsafe bool IsAligned(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return (nuint)start % Alignment == 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(SafeFileHandle file, int command, long argument);
}
