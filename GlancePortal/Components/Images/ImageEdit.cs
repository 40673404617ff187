using GlancePortal.Domain.Images;

namespace GlancePortal.Components.Images;

/// <summary>What a person is changing about an image, and what differs from the image they began with.</summary>
public sealed class ImageEdit
{
    private static readonly char[] TagSeparators = [',', '，', '\n'];
    private ImageDetails _base;

    public ImageEdit(ImageDetails image)
    {
        ArgumentNullException.ThrowIfNull(image);
        _base = image;
        Take(image, All);
    }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>Separated by commas.</summary>
    public string Tags { get; set; } = "";

    public ImageVisibility Visibility { get; set; }

    public bool Protected { get; set; }

    public List<PropertyLine> Properties { get; } = [];

    /// <summary>The version that the changes are made for.</summary>
    public long Version => _base.Version;

    /// <summary>What others changed since, where it meets one's own changes; empty when there is nothing to decide.</summary>
    public IReadOnlyList<EditConflict> Conflicts { get; private set; } = [];

    public bool HasChanges => Changes().Count > 0;

    /// <summary>Faults that can be seen without asking the domain, by field.</summary>
    public IReadOnlyDictionary<string, string> Faults()
    {
        var faults = new Dictionary<string, string>();
        if (Name.Length > 255)
        {
            faults["name"] = "Edit.Fault.NameTooLong";
        }

        if (TagList().Any(tag => tag.Length > 255))
        {
            faults["tags"] = "Edit.Fault.TagTooLong";
        }

        foreach (var line in Properties.Where(line => !line.IsEmpty))
        {
            if (line.Name.Trim().Length == 0)
            {
                faults[line.Field] = "Edit.Fault.PropertyUnnamed";
            }
            else if (Properties.Any(other => other != line && other.Name.Trim() == line.Name.Trim()) || line.Name.Trim() == ImageDetails.DescriptionProperty)
            {
                faults[line.Field] = "Edit.Fault.PropertyTwice";
            }
        }

        return faults;
    }

    /// <summary>The changes to save, none for what stayed as it was.</summary>
    public IReadOnlyList<ImageChange> Changes()
    {
        var changes = new List<ImageChange>();
        var name = Name.Trim();
        if (name != (_base.Name ?? ""))
        {
            changes.Add(new NameChange(name.Length == 0 ? null : name));
        }

        if (Visibility != _base.Visibility)
        {
            changes.Add(new VisibilityChange(Visibility));
        }

        if (Protected != _base.Protected)
        {
            changes.Add(new ProtectedChange(Protected));
        }

        var tags = TagList();
        if (!tags.Order(StringComparer.Ordinal).SequenceEqual(_base.Tags.Order(StringComparer.Ordinal)))
        {
            changes.Add(new TagsChange(tags));
        }

        var (before, after) = (PropertiesOf(_base), OwnProperties());
        changes.AddRange(before.Keys.Where(key => !after.ContainsKey(key)).Select(key => new PropertyRemoval(key)));
        changes.AddRange(after.Where(property => before.GetValueOrDefault(property.Key) != property.Value)
            .Select(property => new PropertyChange(property.Key, property.Value)));
        return changes;
    }

    /// <summary>Goes on from what the image is now: takes over what only others changed and lists what both did.</summary>
    public void Rebase(ImageDetails now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var theirs = FieldsChangedBetween(_base, now);
        var mine = ChangedFields();
        Conflicts = [.. theirs.Intersect(mine).Select(field => new EditConflict(field, ValueIn(now, field)))];
        var untouched = theirs.Except(mine).ToHashSet(StringComparer.Ordinal);
        _base = now;
        Take(now, untouched.Contains);
    }

    /// <summary>Settles a conflict in favour of the others' value; without it one's own is saved.</summary>
    public void TakeTheirs(EditConflict conflict)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        Take(_base, field => field == conflict.Field);
        Conflicts = [.. Conflicts.Where(other => other != conflict)];
    }

    public void KeepMine(EditConflict conflict) => Conflicts = [.. Conflicts.Where(other => other != conflict)];

    private static bool All(string field) => true;

    private static Dictionary<string, string> PropertiesOf(ImageDetails image) =>
        image.Properties.ToDictionary(property => property.Key, property => property.Value, StringComparer.Ordinal);

    private static IEnumerable<string> FieldsOf(ImageDetails image) =>
        image.Properties.Select(property => property.Key).Concat(["name", "visibility", "protected", "tags"]);

    private static IReadOnlyList<string> FieldsChangedBetween(ImageDetails before, ImageDetails after) =>
        [.. FieldsOf(before).Union(FieldsOf(after), StringComparer.Ordinal).Where(field => ValueIn(before, field) != ValueIn(after, field))];

    private static string? ValueIn(ImageDetails image, string field) => field switch
    {
        "name" => image.Name ?? "",
        "visibility" => image.Visibility.ToString(),
        "protected" => image.Protected ? "true" : "false",
        "tags" => string.Join(", ", image.Tags),
        _ => PropertiesOf(image).GetValueOrDefault(field),
    };

    private List<string> ChangedFields() => [.. Changes().Select(change => change switch
    {
        NameChange => "name",
        VisibilityChange => "visibility",
        ProtectedChange => "protected",
        TagsChange => "tags",
        PropertyChange property => property.Name,
        PropertyRemoval property => property.Name,
        _ => "",
    })];

    private List<string> TagList() =>
        [.. Tags.Split(TagSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];

    private Dictionary<string, string> OwnProperties()
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Properties.Where(line => line.Name.Trim().Length > 0))
        {
            own[line.Name.Trim()] = line.Value;
        }

        if (Description.Trim().Length > 0)
        {
            own[ImageDetails.DescriptionProperty] = Description.Trim();
        }

        return own;
    }

    private void Take(ImageDetails image, Func<string, bool> wanted)
    {
        Name = wanted("name") ? image.Name ?? "" : Name;
        Visibility = wanted("visibility") ? image.Visibility : Visibility;
        Protected = wanted("protected") ? image.Protected : Protected;
        Tags = wanted("tags") ? string.Join(", ", image.Tags) : Tags;
        Description = wanted(ImageDetails.DescriptionProperty) ? image.Description ?? "" : Description;
        var known = PropertiesOf(image);
        Properties.RemoveAll(line => wanted(line.Name) && !known.ContainsKey(line.Name));
        foreach (var (name, value) in image.Properties.Where(property => property.Key != ImageDetails.DescriptionProperty && wanted(property.Key)))
        {
            if (Properties.Find(line => line.Name == name) is { } line)
            {
                line.Value = value;
            }
            else
            {
                Properties.Add(new PropertyLine { Name = name, Value = value });
            }
        }
    }
}

/// <summary>A line of the table of properties.</summary>
public sealed class PropertyLine
{
    private static int _lines;

    /// <summary>Names the line for errors and focus.</summary>
    public string Field { get; } = "property-" + Interlocked.Increment(ref _lines).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public string Name { get; set; } = "";

    public string Value { get; set; } = "";

    public bool IsEmpty => Name.Trim().Length == 0 && Value.Length == 0;
}

/// <summary>A field that both oneself and somebody else changed.</summary>
/// <param name="Field">Name of the field or property.</param>
/// <param name="Theirs">The value it has now; null when it was removed.</param>
public sealed record EditConflict(string Field, string? Theirs);
