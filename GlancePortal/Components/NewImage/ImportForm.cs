using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Import.Remote;

namespace GlancePortal.Components.NewImage;

/// <summary>What a person has said of an image that is imported from an address, and what a look at the address said for them.</summary>
internal sealed class ImportForm
{
    // What says how a file is packed is no part of a name; versions with dots are.
    private static readonly string[] Endings =
        [".qcow2", ".img", ".raw", ".iso", ".vmdk", ".vhd", ".vhdx", ".vdi", ".ova", ".tar", ".gz", ".xz", ".zst", ".bz2", ".zip"];

    private readonly HashSet<string> _guessed = [];
    private readonly HashSet<string> _typed = [];

    public string Address { get; set; } = "";

    public string Checksum { get; set; } = "";

    public string Name { get; set; } = "";

    public string DiskFormat { get; set; } = "";

    public string ContainerFormat { get; set; } = "bare";

    public ImageVisibility Visibility { get; set; } = ImageVisibility.Shared;

    /// <summary>Separated by commas.</summary>
    public string Tags { get; set; } = "";

    public HashSet<string> Stores { get; } = [];

    /// <summary>What a look at the address found; null before, and after the address was changed.</summary>
    public PreflightReport? Found { get; private set; }

    /// <summary>Whether there is something to lose.</summary>
    public bool Changed => _typed.Count > 0;

    public bool HasAddress => Uri.TryCreate(Address.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    public IReadOnlyList<string> TagList =>
        [.. Tags.Split([',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    public bool IsGuess(string field) => _guessed.Contains(field);

    /// <summary>A person typed in a field: it is no guess any more.</summary>
    public void Typed(string field)
    {
        _guessed.Remove(field);
        _typed.Add(field);
        if (field is Fields.Address or Fields.Checksum)
        {
            Found = null;
        }
    }

    /// <summary>Takes what a look found, and fills in what it tells where a person has not said otherwise.</summary>
    public void Take(PreflightReport found)
    {
        Found = found;
        var archive = FormatNames.IsArchive(found.Format);
        Guess(Fields.Name, NameIn(found.FinalAddress), value => Name = value);
        Guess(
            Fields.DiskFormat,
            found.Format switch { FormatNames.Gpt => FormatNames.Raw, FormatNames.Ova => FormatNames.Vmdk, _ when archive => "", var disk => disk },
            value => DiskFormat = value);
        Guess(
            Fields.ContainerFormat,
            found.Format switch { FormatNames.Ova or FormatNames.Tar => "ova", _ when archive => "compressed", _ => "bare" },
            value => ContainerFormat = value);
    }

    /// <summary>All faults, in the order of the fields.</summary>
    public IReadOnlyList<Fault> Faults(bool storesAreChosen)
    {
        var faults = new List<Fault>();
        void Require(bool holds, string field, string text)
        {
            if (!holds)
            {
                faults.Add(new Fault(field, text));
            }
        }

        Require(HasAddress, Fields.Address, "Fault.Address");
        Require(Name.Trim().Length > 0, Fields.Name, "Fault.Name");
        Require(DiskFormat.Length > 0, Fields.DiskFormat, "Fault.DiskFormat");
        Require(ContainerFormat.Length > 0, Fields.ContainerFormat, "Fault.ContainerFormat");
        Require(TagList.All(tag => tag.Length <= 255), Fields.Tags, "Fault.Tags");
        Require(!storesAreChosen || Stores.Count > 0, Fields.Stores, "Fault.Stores");
        return faults;
    }

    public ImageDraft Draft() => new()
    {
        Name = Name.Trim(),
        DiskFormat = DiskFormat,
        ContainerFormat = ContainerFormat,
        Visibility = Visibility,
        Tags = [.. TagList],
    };

    public ImportRequest Request() => new()
    {
        Method = ImportMethods.WebDownload,
        Uri = Address.Trim(),
        Checksum = Checksum.Trim() is { Length: > 0 } checksum ? checksum : null,
        Stores = [.. Stores.Order(StringComparer.Ordinal)],
    };

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

    private static string NameIn(string address)
    {
        var file = Uri.TryCreate(address, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.Segments[^1].TrimEnd('/')) : "";
        var name = file;
        while (Endings.Contains(Path.GetExtension(name).ToLowerInvariant()))
        {
            name = Path.GetFileNameWithoutExtension(name);
        }

        return name.Length > 0 ? name : file;
    }

    /// <summary>Ids of the fields.</summary>
    internal static class Fields
    {
        public const string Address = "address";
        public const string Checksum = "checksum";
        public const string Name = "name";
        public const string DiskFormat = "disk-format";
        public const string ContainerFormat = "container-format";
        public const string Tags = "tags";
        public const string Stores = "stores";
    }
}
