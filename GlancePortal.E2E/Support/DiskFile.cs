using System.Diagnostics;
using System.Security.Cryptography;

namespace GlancePortal.E2E.Support;

/// <summary>A disk image in a folder of its own, removed in the end.</summary>
internal sealed class DiskFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("glanceportal-disk-");

    private DiskFile(string name) => Path = System.IO.Path.Combine(_folder.FullName, name);

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public long Bytes => new FileInfo(Path).Length;

    /// <summary>A qcow2 that qemu-img made from so many MiB of data that nothing compresses.</summary>
    public static async Task<DiskFile> Qcow2Async(string name, int mebibytes, CancellationToken cancellationToken)
    {
        var file = new DiskFile(name);
        var raw = file.Path + ".raw";
        await using (var stream = File.Create(raw))
        {
            var piece = new byte[1024 * 1024];
            for (var i = 0; i < mebibytes; i++)
            {
                RandomNumberGenerator.Fill(piece);
                await stream.WriteAsync(piece, cancellationToken);
            }
        }

        await QemuImgAsync(cancellationToken, "convert", "-f", "raw", "-O", "qcow2", raw, file.Path);
        File.Delete(raw);
        return file;
    }

    /// <summary>An empty disk of 64 MiB in any format that qemu-img knows.</summary>
    public static async Task<DiskFile> EmptyAsync(string name, string format, CancellationToken cancellationToken, params string[] options)
    {
        var file = new DiskFile(name);
        await QemuImgAsync(cancellationToken, ["create", "-f", format, .. options.SelectMany(option => new[] { "-o", option }), file.Path, "64M"]);
        return file;
    }

    /// <summary>A file with the given bytes.</summary>
    public static DiskFile Of(string name, byte[] bytes)
    {
        var file = new DiskFile(name);
        File.WriteAllBytes(file.Path, bytes);
        return file;
    }

    /// <summary>The same name and size, another content.</summary>
    public DiskFile Forged()
    {
        var forged = new DiskFile(Name);
        var bytes = File.ReadAllBytes(Path);
        RandomNumberGenerator.Fill(bytes.AsSpan(bytes.Length / 2));
        File.WriteAllBytes(forged.Path, bytes);
        return forged;
    }

    public async Task<string> Sha512Async(CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(Path);
        return Convert.ToHexStringLower(await SHA512.HashDataAsync(stream, cancellationToken));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task QemuImgAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("qemu-img", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"qemu-img {string.Join(' ', arguments)}: {await said}");
        }
    }
}
