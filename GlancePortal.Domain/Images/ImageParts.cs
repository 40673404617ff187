namespace GlancePortal.Domain.Images;

/// <summary>A custom property.</summary>
public sealed class ImageProperty
{
    /// <summary>Image it belongs to.</summary>
    public Guid ImageId { get; set; }

    /// <summary>Name, ≤ 255 characters.</summary>
    public required string Name { get; set; }

    /// <summary>Value, text of any length.</summary>
    public required string Value
    {
        get;
        set
        {
            field = value;
            ValueStart = StartOf(value);
        }
    }

    /// <summary>Its first <see cref="StartLength"/> characters, which an index can hold whatever the value's length.</summary>
    public string ValueStart { get; private set; } = "";

    internal const int StartLength = 100;

    /// <summary>What <see cref="ValueStart"/> is for a value.</summary>
    internal static string StartOf(string value) =>
        value.Length <= StartLength ? value : value[..(char.IsHighSurrogate(value[StartLength - 1]) ? StartLength - 1 : StartLength)];
}

/// <summary>A tag.</summary>
public sealed class ImageTag
{
    /// <summary>Image it belongs to.</summary>
    public Guid ImageId { get; set; }

    /// <summary>The tag, ≤ 255 characters.</summary>
    public required string Value { get; set; }
}

/// <summary>What a project that an image is shared with made of it.</summary>
public enum MemberStatus
{
    /// <summary>Not answered yet.</summary>
    Pending,

    /// <summary>Listed among its images.</summary>
    Accepted,

    /// <summary>Not listed.</summary>
    Rejected,
}

/// <summary>A project that an image is shared with.</summary>
public sealed class ImageMember
{
    /// <summary>Image it belongs to.</summary>
    public Guid ImageId { get; set; }

    /// <summary>Id of the project.</summary>
    public required string MemberId { get; set; }

    /// <summary>The project's answer; matters for lists only.</summary>
    public MemberStatus Status { get; set; }

    /// <summary>When it was shared (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it last changed (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When the share ended (UTC); the row is revived when it comes back.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
