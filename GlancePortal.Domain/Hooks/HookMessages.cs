using System.Text.Json.Serialization;

namespace GlancePortal.Domain.Hooks;

/// <summary>What the operator's step is told, on its standard input. Members are added over time and never change their meaning.</summary>
internal sealed record HookQuestion(HookImage Image, HookContent Content, string? Method, string? Source);

/// <summary>The image as it was declared.</summary>
internal sealed record HookImage(
    Guid Id, string? Name, string? Project, string? User, string DiskFormat, string ContainerFormat, IReadOnlyDictionary<string, string> Properties);

/// <summary>The content as it will be stored.</summary>
internal sealed record HookContent(
    string Path, long Bytes, long? VirtualBytes, string DiskFormat, string ContainerFormat, string Detected, IReadOnlyDictionary<string, string> Hashes);

/// <summary>What it answers, on its standard output.</summary>
internal sealed record HookAnswer
{
    public required bool Accept { get; init; }

    public string? Reason { get; init; }

    public Dictionary<string, string?>? Properties { get; init; }

    public List<string>? Log { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HookQuestion))]
[JsonSerializable(typeof(HookAnswer))]
internal sealed partial class HookJson : JsonSerializerContext;
