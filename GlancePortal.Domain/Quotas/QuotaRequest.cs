namespace GlancePortal.Domain.Quotas;

/// <summary>What somebody is about to take of a project's quotas.</summary>
public sealed record QuotaRequest
{
    /// <summary>Images that are made.</summary>
    public int Images { get; init; }

    /// <summary>Whether data begins to come into an image.</summary>
    public bool BeginsUpload { get; init; }

    /// <summary>The image that it comes into, which may be counted already; null for one that is made.</summary>
    public Guid? ImageId { get; init; }

    /// <summary>Bytes that will be stored.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes that will wait in staging.</summary>
    public long StagedBytes { get; init; }
}
