using System.Globalization;
using GlancePortal.Domain.Images;

namespace GlancePortal.Components.NewImage;

/// <summary>A fault in a field.</summary>
/// <param name="Field">Id of the field.</param>
/// <param name="Text">Key of the text that says it.</param>
internal sealed record Fault(string Field, string Text);

/// <summary>A property as it is typed.</summary>
internal sealed class PropertyRow
{
    public string Name { get; set; } = "";

    public string Value { get; set; } = "";
}

/// <summary>What a person has said of a new image so far, and what the file said for them.</summary>
internal sealed class NewImageForm
{
    private readonly HashSet<string> _guessed = [];
    private readonly HashSet<string> _typed = [];
    private HashSet<string> _refused = [];

    public FileFacts? File { get; private set; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public string DiskFormat { get; set; } = "";

    public string ContainerFormat { get; set; } = "bare";

    public string OsDistro { get; set; } = "";

    public string OsVersion { get; set; } = "";

    /// <summary>Separated by commas.</summary>
    public string Tags { get; set; } = "";

    public List<PropertyRow> Properties { get; } = [];

    public ImageVisibility Visibility { get; set; } = ImageVisibility.Shared;

    public bool Protected { get; set; }

    public string Checksum { get; set; } = "";

    public string MinDisk { get; set; } = "";

    public string MinRam { get; set; } = "";

    /// <summary>Whether there is something to lose.</summary>
    public bool Changed => File is not null || _typed.Count > 0;

    public IReadOnlyList<string> TagList =>
        [.. Tags.Split([',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a field holds a guess that nobody has touched.</summary>
    public bool IsGuess(string field) => _guessed.Contains(field);

    /// <summary>A person typed in a field: it is no guess any more, and no later file changes it.</summary>
    public void Typed(string field)
    {
        _guessed.Remove(field);
        _typed.Add(field);
    }

    /// <summary>Takes a file and fills in what it tells, where a person has not said otherwise.</summary>
    public void Take(FileFacts file)
    {
        File = file;
        Guess(Fields.Name, file.Name, value => Name = value);
        Guess(Fields.DiskFormat, file.Archive ? "vmdk" : file.Format ?? "", value => DiskFormat = value);
        Guess(Fields.ContainerFormat, file.Archive ? "ova" : file.Compressed ? "compressed" : "bare", value => ContainerFormat = value);
        Guess(Fields.OsDistro, file.Distro, value => OsDistro = value);
        Guess(Fields.OsVersion, file.Version, value => OsVersion = value);
    }

    /// <summary>Whether the chosen format contradicts the file's header.</summary>
    public bool ContradictsHeader => File?.Format is { } found && DiskFormat.Length > 0 && DiskFormat != found && ContainerFormat == "bare";

    /// <summary>All faults, in the order of the fields.</summary>
    public IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        void Require(bool holds, string field, string text)
        {
            if (!holds)
            {
                faults.Add(new Fault(field, text));
            }
        }

        Require(File is not null, Fields.File, "Fault.File");
        Require(File is null or { Size: > 0 }, Fields.File, "Fault.FileEmpty");
        Require(File?.Refusal is null, Fields.File, $"Refused.{File?.Refusal}");
        Require(Name.Trim().Length > 0, Fields.Name, "Fault.Name");
        Require(DiskFormat.Length > 0, Fields.DiskFormat, "Fault.DiskFormat");
        Require(ContainerFormat.Length > 0, Fields.ContainerFormat, "Fault.ContainerFormat");
        Require(TagList.All(tag => tag.Length <= 255), Fields.Tags, "Fault.Tags");
        Require(NamedOnce(), Fields.Properties, "Fault.Properties");
        Require(Checksum.Trim().Length == 0 || ExpectedChecksum.Parse(Checksum) is not null, Fields.Checksum, "Fault.Checksum");
        Require(Amounts.Gibibytes(MinDisk) is not null, Fields.MinDisk, "Fault.MinDisk");
        Require(Amounts.Mebibytes(MinRam) is not null, Fields.MinRam, "Fault.MinRam");
        return faults;
    }

    /// <summary>Checks the form as a whole, as it is submitted.</summary>
    public IReadOnlyList<Fault> Check()
    {
        var faults = Faults();
        _refused = [.. faults.Select(fault => fault.Field)];
        return faults;
    }

    /// <summary>What is left of the faults of the last check: a field that was put right is settled.</summary>
    public IReadOnlyList<Fault> Unsettled() => _refused.Count == 0 ? [] : [.. Faults().Where(fault => _refused.Contains(fault.Field))];

    /// <summary>The form as the metadata of an upload.</summary>
    public IReadOnlyDictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>(AllProperties(), StringComparer.Ordinal)
        {
            ["name"] = Name.Trim(),
            ["disk_format"] = DiskFormat,
            ["container_format"] = ContainerFormat,
            ["visibility"] = Visibility.ToString().ToLowerInvariant(),
            ["protected"] = Protected ? "true" : "false",
            ["min_disk"] = Whole(Amounts.Gibibytes(MinDisk)),
            ["min_ram"] = Whole(Amounts.Mebibytes(MinRam)),
        };
        if (TagList.Count > 0)
        {
            metadata["tags"] = string.Join(',', TagList);
        }

        if (ExpectedChecksum.Parse(Checksum) is { } expected)
        {
            metadata[$"checksum_{expected.Algorithm}"] = expected.Hex;
        }

        return metadata;
    }

    /// <summary>The properties of the image: those with a field of their own and the free ones.</summary>
    public IReadOnlyDictionary<string, string> AllProperties()
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, string value)
        {
            if (name.Length > 0 && value.Length > 0)
            {
                properties[name] = value;
            }
        }

        Add("description", Description.Trim());
        Add("os_distro", OsDistro.Trim());
        Add("os_version", OsVersion.Trim());
        foreach (var row in Properties)
        {
            Add(row.Name.Trim(), row.Value.Trim());
        }

        return properties;
    }

    private bool NamedOnce()
    {
        var names = Properties.Where(row => row.Name.Trim().Length > 0 || row.Value.Trim().Length > 0).Select(row => row.Name.Trim()).ToList();
        return names.All(name => name.Length > 0) && names.Distinct(StringComparer.Ordinal).Count() == names.Count;
    }

    private void Guess(string field, string value, Action<string> set)
    {
        if (_typed.Contains(field))
        {
            return;
        }

        set(value);
        if (value.Length > 0)
        {
            _guessed.Add(field);
        }
        else
        {
            _guessed.Remove(field);
        }
    }

    private static string Whole(int? value) => (value ?? 0).ToString(CultureInfo.InvariantCulture);

    /// <summary>Ids of the fields.</summary>
    internal static class Fields
    {
        public const string File = "file";
        public const string Name = "name";
        public const string DiskFormat = "disk-format";
        public const string ContainerFormat = "container-format";
        public const string OsDistro = "os-distro";
        public const string OsVersion = "os-version";
        public const string Tags = "tags";
        public const string Properties = "properties";
        public const string Checksum = "checksum";
        public const string MinDisk = "min-disk";
        public const string MinRam = "min-ram";
    }
}
