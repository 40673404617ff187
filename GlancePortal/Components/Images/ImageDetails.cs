using System.Text.Json;
using GlancePortal.Components.Jobs;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Components.Images;

/// <summary>What the page of an image shows, as one state; handed from the prerendered page to the live one.</summary>
public sealed record ImageDetails
{
    public required Guid Id { get; init; }

    public string? Name { get; init; }

    public ImageStatus Status { get; init; }

    /// <summary>Code of the refusal that last sent it back to queued.</summary>
    public string? StatusReason { get; init; }

    public ImageVisibility Visibility { get; init; }

    public bool Protected { get; init; }

    public bool Hidden { get; init; }

    public string? OwnerId { get; init; }

    /// <summary>Name of the owner's project; its id where the name is not known.</summary>
    public string? OwnerName { get; init; }

    public long? Size { get; init; }

    public long? VirtualSize { get; init; }

    public string? DiskFormat { get; init; }

    public string? ContainerFormat { get; init; }

    public string? Checksum { get; init; }

    public string? HashAlgorithm { get; init; }

    public string? HashValue { get; init; }

    public int MinDisk { get; init; }

    public int MinRam { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public long Version { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Stores { get; init; } = [];

    public BytesOnTheWay? Progress { get; init; }

    /// <summary>The upload that fills it; null when there is none.</summary>
    public UploadView? Upload { get; init; }

    /// <summary>Where its data came from; null when nothing was written down.</summary>
    public OriginView? Origin { get; init; }

    /// <summary>Whether malicious data for it is in quarantine now; null when that is not the viewer's to know.</summary>
    public bool? InQuarantine { get; init; }

    /// <summary>What the scanner found in that data.</summary>
    public string? Signature { get; init; }

    public IReadOnlyList<JobView> Jobs { get; init; } = [];

    public IReadOnlyList<TimelineEntry> Timeline { get; init; } = [];

    public required Viewer Viewer { get; init; }

    public string? Description => Properties.FirstOrDefault(property => property.Key == DescriptionProperty).Value;

    /// <summary>The property that Glance's clients show as the description.</summary>
    public const string DescriptionProperty = "description";

    public ImageRights Rights { get; init; } = ImageRights.None;

    public bool MayChange => Rights.Change;

    public bool MayDownload => Rights.Download && Status is ImageStatus.Active or ImageStatus.Deactivated;

    public static ImageDetails Of(Image image, Viewer viewer, ImageRights rights)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new()
        {
            Id = image.Id,
            Name = image.Name,
            Status = image.Status,
            StatusReason = image.StatusReason,
            Visibility = image.Visibility,
            Protected = image.Protected,
            Hidden = image.Hidden,
            OwnerId = image.OwnerId,
            Size = image.Size,
            VirtualSize = image.VirtualSize,
            DiskFormat = image.DiskFormat,
            ContainerFormat = image.ContainerFormat,
            Checksum = image.Checksum,
            HashAlgorithm = image.HashAlgorithm,
            HashValue = image.HashValue,
            MinDisk = image.MinDisk,
            MinRam = image.MinRam,
            CreatedAt = image.CreatedAt,
            UpdatedAt = image.UpdatedAt,
            Version = image.Version,
            Properties = [.. image.Properties.OrderBy(property => property.Name, StringComparer.Ordinal)
                .Select(property => KeyValuePair.Create(property.Name, property.Value))],
            Tags = [.. image.Tags.Select(tag => tag.Value).Order(StringComparer.Ordinal)],
            Stores = [.. image.Locations.Where(location => location.Status == LocationStatus.Active).Select(location => location.StoreId)],
            Viewer = viewer,
            Rights = rights,
        };
    }
}

/// <summary>Where the data of an image came from, and what was done to it.</summary>
public sealed record OriginView(string? Method, string? Source, IReadOnlyList<OriginStep> Steps, ScanVerdict? Scan, bool? SignatureVerified)
{
    public static OriginView Of(ImportOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return new(
            outcome.Method, outcome.Source,
            [.. outcome.Steps.Select(OriginStep.Of)],
            outcome.Scan, outcome.SignatureVerified);
    }
}

/// <summary>A step on the way of the data.</summary>
public sealed record OriginStep(string Name, IReadOnlyList<string> Facts)
{
    // Sizes, hashes and versions of tools are for programs and the audit.
    internal static OriginStep Of(ImportStep step) => new(
        step.Name,
        [
            .. step.Facts.TryGetValue("from", out var from) && step.Facts.TryGetValue("to", out var to) ? [$"{from} → {to}"] : (string[])[],
            .. step.Facts.TryGetValue("compression", out var compression) && compression != "none" ? [compression] : (string[])[],
        ]);
}

/// <summary>The upload that fills the image.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Activity">What goes on.</param>
/// <param name="FileName">Name of the sender's file.</param>
/// <param name="By">Who began it.</param>
/// <param name="Offset">Bytes that are here for good.</param>
/// <param name="Length">Bytes it will have.</param>
/// <param name="ExpiresAt">When it is dropped unless it goes on; null for one that cannot be continued.</param>
public sealed record UploadView(
    Guid Id, UploadActivity Activity, string? FileName, string? By, long Offset, long? Length, DateTimeOffset? ExpiresAt)
{
    public bool WaitsForSender => Activity == UploadActivity.WaitingForSender && ExpiresAt is not null;

    public static UploadView Of(UploadSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var upload = summary.Upload;
        return new(upload.Id, summary.Activity, upload.FileName, upload.UserName, upload.Offset, upload.Length, upload.ExpiresAt);
    }
}

/// <summary>Something that happened to the image.</summary>
/// <param name="At">When.</param>
/// <param name="Action">`object.verb`.</param>
/// <param name="By">Who; null for the program itself.</param>
/// <param name="Cause">Code of the cause, for failures.</param>
/// <param name="Fields">Names of what was changed.</param>
/// <param name="RequestId">Leads to the log.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Action, string? By, string? Cause, string? Fields, string? RequestId)
{
    public static TimelineEntry Of(AuditEvent change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new(change.At, change.Action, change.UserName, change.Cause, FieldsOf(change.Detail), change.RequestId);
    }

    private static string? FieldsOf(string? detail)
    {
        if (detail is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(detail);
        return json.RootElement.TryGetProperty("fields", out var fields) ? fields.GetString()?.Replace(",", ", ", StringComparison.Ordinal) : null;
    }
}
