using System.Text.Json;
using System.Text.Json.Serialization;

namespace GlancePortal.Domain.Identity;

/// <summary>Domains, projects and users that an operator wants to exist: the content of `Identity:Bootstrap:File`.</summary>
internal sealed record BootstrapFile
{
    // Settable: generated readers of JSON would leave out the defaults of init-only properties.
    public IReadOnlyList<BootstrapDomain> Domains { get; set; } = [];

    public IReadOnlyList<BootstrapProject> Projects { get; set; } = [];

    public IReadOnlyList<BootstrapUser> Users { get; set; } = [];

    /// <exception cref="BootstrapFaultException">It cannot be read.</exception>
    public static BootstrapFile Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, BootstrapJson.Default.BootstrapFile) ?? throw new BootstrapFaultException("is empty.");
        }
        catch (JsonException fault)
        {
            throw new BootstrapFaultException($"{path}: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BootstrapFaultException($"{path} cannot be read: {fault.Message}");
        }
    }
}

internal sealed record BootstrapDomain(string? Id, string Name, string? Description, bool? Enabled);

internal sealed record BootstrapProject(string? Id, string Name, string? Domain, string? Description, bool? Enabled);

internal sealed record BootstrapUser(string? Id, string Name, string? Password, string? Domain, string? Description, string? Email, bool? Enabled)
{
    public string? DefaultProject { get; set; }

    /// <summary>Names of roles by a project's name or id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Roles { get; set; } = new Dictionary<string, IReadOnlyList<string>>();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(BootstrapFile))]
internal sealed partial class BootstrapJson : JsonSerializerContext;
