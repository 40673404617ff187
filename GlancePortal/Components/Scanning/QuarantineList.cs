using GlancePortal.Domain.Images;
using GlancePortal.Domain.Scanning;

namespace GlancePortal.Components.Scanning;

/// <summary>A loaded page of the quarantine, handed from the prerendered page to the live one.</summary>
/// <param name="Page">Which page, from 1.</param>
/// <param name="Rows">What was put there last comes first.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record QuarantineList(int Page, IReadOnlyList<QuarantineRow> Rows, int Total)
{
    public const int PageSize = 25;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>Content in quarantine as the page shows it.</summary>
public sealed record QuarantineRow(Guid Id, long Size, DateTimeOffset At)
{
    public Guid? ImageId { get; init; }

    public string? ImageName { get; init; }

    /// <summary>Status of the image; null when it is gone.</summary>
    public ImageStatus? ImageStatus { get; init; }

    public string? ProjectId { get; init; }

    /// <summary>Name of the project; its id where the name is not known.</summary>
    public string? ProjectName { get; init; }

    /// <summary>Who sent it or had it fetched; null when nobody knows.</summary>
    public string? By { get; init; }

    public string? FileName { get; init; }

    /// <summary>Name of what was found; null when the scanner did not leave it.</summary>
    public string? Signature { get; init; }

    /// <summary>Version of the scanner.</summary>
    public string? Engine { get; init; }

    /// <summary>How it came, as provenance names it.</summary>
    public string? Method { get; init; }

    /// <summary>Where it was fetched from, without credentials; null for what was sent.</summary>
    public string? Source { get; init; }

    public Guid? JobId { get; init; }

    /// <summary>Code of why it cannot be released; null when it can.</summary>
    public string? Obstacle => ImageStatus switch
    {
        null => "quarantine.image_gone",
        Domain.Images.ImageStatus.Queued => null,
        _ => "quarantine.image_taken",
    };

    public static QuarantineRow Of(QuarantinedContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (upload, outcome) = (content.Upload, content.Outcome);
        return new(upload.Id, upload.Offset, upload.QuarantinedAt!.Value)
        {
            ImageId = upload.ImageId,
            ImageName = content.ImageName,
            ImageStatus = content.ImageStatus,
            ProjectId = upload.ProjectId,
            ProjectName = content.ProjectName ?? upload.ProjectId,
            By = upload.UserName ?? upload.UserId,
            FileName = upload.FileName,
            Signature = outcome.Scan?.Signature,
            Engine = outcome.Scan?.Engine,
            Method = outcome.Method,
            Source = outcome.Source,
            JobId = upload.JobId,
        };
    }
}
