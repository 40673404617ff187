namespace GlancePortal.Components.NewImage;

/// <summary>What the browser found in a chosen file before any of it was sent. Guesses: the server looks again.</summary>
public sealed record FileFacts
{
    public required string FileName { get; init; }

    public required long Size { get; init; }

    /// <summary>The file's name without its endings.</summary>
    public string Name { get; init; } = "";

    /// <summary>Disk format by the header; null when it was not recognised.</summary>
    public string? Format { get; init; }

    /// <summary>Bytes of the disk that a guest sees; null when unknown.</summary>
    public long? VirtualSize { get; init; }

    /// <summary>Why the server would refuse it, the last part of a text's key; null when nothing speaks against it.</summary>
    public string? Refusal { get; init; }

    /// <summary>Whether it is one compressed stream.</summary>
    public bool Compressed { get; init; }

    /// <summary>Whether it is a tar archive, as an OVA is.</summary>
    public bool Archive { get; init; }

    /// <summary>Operating system by the file's name, as os_distro has it; empty when nothing tells.</summary>
    public string Distro { get; init; } = "";

    /// <summary>Its version, as os_version has it; empty when nothing tells.</summary>
    public string Version { get; init; } = "";
}
