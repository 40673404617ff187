using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Quotas;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Images;

/// <summary>Section `Images`: what an image may be and how much of it.</summary>
public sealed class ImageOptions
{
    /// <summary>Disk formats an image may have.</summary>
    /// <value>Glance's own list unless set.</value>
    public IReadOnlyList<string> DiskFormats { get; set; } = ["ami", "ari", "aki", "vhd", "vhdx", "vmdk", "raw", "qcow2", "vdi", "iso", "ploop"];

    /// <summary>Container formats an image may have.</summary>
    /// <value>Glance's own list unless set.</value>
    public IReadOnlyList<string> ContainerFormats { get; set; } = ["ami", "ari", "aki", "bare", "ovf", "ova", "docker", "compressed"];

    /// <summary>Bytes an image may have at most.</summary>
    /// <value>1 TiB unless set.</value>
    public long SizeCap { get; set; } = 1L << 40;

    /// <summary>Custom properties an image may have; negative means any number.</summary>
    /// <value>128 unless set.</value>
    public int PropertyQuota { get; set; } = 128;

    /// <summary>Tags an image may have; negative means any number.</summary>
    /// <value>128 unless set.</value>
    public int TagQuota { get; set; } = 128;

    /// <summary>Projects an image may be shared with; negative means any number.</summary>
    /// <value>128 unless set.</value>
    public int MemberQuota { get; set; } = 128;

    /// <summary>Glance's user_storage_quota: what all images of a project may take, a number with B, KB, MB, GB or TB, each 1024 times the one
    /// before, or none for bytes. Ignored where one of the unified limits is set.</summary>
    /// <value>None unless set; `0` is none too.</value>
    public string? UserStorageQuota { get; set; }

    /// <summary>The hash that is computed beside md5: sha256, sha384 or sha512.</summary>
    /// <value>sha512 unless set.</value>
    public string HashAlgorithm { get; set; } = "sha512";

    /// <summary>What is done about content that is not what its image declares.</summary>
    /// <value><see cref="InspectionMode.Enforce"/> unless set.</value>
    public InspectionMode Inspection { get; set; }

    /// <summary>Compressions that a qcow2's clusters may have: zlib, zstd.</summary>
    /// <value>Both unless set.</value>
    public IReadOnlyList<string> Qcow2Compressions { get; set; } = ["zlib", "zstd"];

    /// <summary>JSON file of the custom properties that have a shape, in Glance's form; null takes Glance's own.</summary>
    public string? SchemaFile { get; set; }

    /// <summary>How long a deleted image can be restored; zero deletes at once.</summary>
    /// <value>7 days unless set.</value>
    public TimeSpan RestoreWindow { get; set; } = TimeSpan.FromDays(7);

    /// <summary><see cref="UserStorageQuota"/> in bytes; negative when there is none.</summary>
    internal long UserStorageBytes => StorageQuota.Read(UserStorageQuota) ?? QuotaLimits.Unlimited;
}

/// <summary>Refuses settings under which no image could exist.</summary>
internal sealed class ImageOptionsRules : IValidateOptions<ImageOptions>
{
    private const int LongestFormat = 20;
    private static readonly string[] HashAlgorithms = ["sha256", "sha384", "sha512"];
    private static readonly string[] Compressions = ["zlib", "zstd"];

    public ValidateOptionsResult Validate(string? name, ImageOptions options)
    {
        var faults = new List<string>();
        CheckFormats(faults, "Images:DiskFormats", options.DiskFormats);
        CheckFormats(faults, "Images:ContainerFormats", options.ContainerFormats);
        if (options.SizeCap <= 0)
        {
            faults.Add("Images:SizeCap: must be above 0.");
        }

        if (!HashAlgorithms.Contains(options.HashAlgorithm, StringComparer.Ordinal))
        {
            faults.Add($"Images:HashAlgorithm: '{options.HashAlgorithm}' is not one of {string.Join(", ", HashAlgorithms)}.");
        }

        faults.AddRange(options.Qcow2Compressions.Except(Compressions, StringComparer.Ordinal)
            .Select(name => $"Images:Qcow2Compressions: '{name}' is not one of {string.Join(", ", Compressions)}."));
        if (options.Qcow2Compressions.Count == 0)
        {
            faults.Add("Images:Qcow2Compressions: must name at least one.");
        }

        if (StorageQuota.Read(options.UserStorageQuota) is null)
        {
            faults.Add($"Images:UserStorageQuota: '{options.UserStorageQuota}' is not a number with B, KB, MB, GB or TB.");
        }

        if (options.SchemaFile is { Length: > 0 } schema)
        {
            var inSchema = new List<string>();
            ReadSchema(schema, inSchema);
            faults.AddRange(inSchema.Select(fault => $"Images:SchemaFile: {schema}: {fault}"));
        }

        if (options.RestoreWindow < TimeSpan.Zero)
        {
            faults.Add("Images:RestoreWindow: must not be negative.");
        }

        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    internal static ImageSchema? ReadSchema(string path, List<string> faults)
    {
        try
        {
            return ImageSchemaFile.Read(File.ReadAllText(path), faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add($"it cannot be read: {fault.Message}");
            return null;
        }
    }

    private static void CheckFormats(List<string> faults, string key, IReadOnlyList<string> formats) =>
        faults.AddRange(formats.Where(format => format.Length is 0 or > LongestFormat)
            .Select(format => $"{key}: '{format}' is not a name of 1 to {LongestFormat} characters."));
}
