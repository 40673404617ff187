using System.IO.Compression;
using System.Security.Cryptography;

namespace GlancePortal.Tests.Formats.Fuzzing;

/// <summary>The contents that a run starts from, and where it keeps those that were new.</summary>
/// <param name="folder">Folder of earlier runs; null keeps nothing.</param>
internal sealed class FuzzCorpus(string? folder)
{
    private const int MostContents = 5000;

    private readonly List<byte[]> _contents = [];

    public int Count => _contents.Count;

    public void Load()
    {
        _contents.AddRange(HostileFiles.All.Select(file => file.Content).Concat(OddFiles.All.Select(file => file.Content)));
        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            _contents.AddRange(Directory.EnumerateFiles(folder, "*.disk").Order(StringComparer.Ordinal).Select(File.ReadAllBytes));
        }
    }

    /// <summary>One of them; long ones seldom, for they take long.</summary>
    public byte[] Pick(Random random)
    {
        var content = _contents[random.Next(_contents.Count)];
        return content.Length > 256 * 1024 && random.Next(4) > 0 ? _contents[random.Next(_contents.Count)] : content;
    }

    public IEnumerable<byte[]> All => _contents;

    public void Add(byte[] content)
    {
        if (_contents.Count < MostContents)
        {
            _contents.Add(content);
            Save($"{Name(content)}.disk", content);
        }
    }

    /// <summary>Keeps a content that is a fault, and tells how to have it again.</summary>
    public string Fail(byte[] content)
    {
        Save($"failure-{Name(content)}.bin", content);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(content);
        }
        return $"{content.Length} bytes, as base64 of gzip:\n{Convert.ToBase64String(packed.ToArray())}";
    }

    public void Report(string line)
    {
        if (folder is not null)
        {
            File.AppendAllText(Path.Combine(folder, "fuzz.log"), $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss} {line}\n");
        }
    }

    private static string Name(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..16];

    private void Save(string name, byte[] content)
    {
        if (folder is not null)
        {
            File.WriteAllBytes(Path.Combine(folder, name), content);
        }
    }
}
