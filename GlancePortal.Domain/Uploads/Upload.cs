using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Uploads;

/// <summary>How an upload's bytes arrive.</summary>
public enum UploadKind
{
    /// <summary>In one request to the image API; cannot be continued.</summary>
    Direct,

    /// <summary>By tus, into an image.</summary>
    Resumable,

    /// <summary>By tus, a piece of a later concatenation; makes no image.</summary>
    Partial,

    /// <summary>By tus, the concatenation of partial uploads.</summary>
    Final,

    /// <summary>In one request to the staging area; an import takes it from there.</summary>
    Staged,

    /// <summary>By a job of ours, from another server or from a store.</summary>
    Fetched,
}

/// <summary>Bytes on their way to an image. The row outlives the process that receives them.</summary>
public sealed class Upload
{
    /// <summary>Id, the last part of the upload's address and the name of its staging file.</summary>
    public Guid Id { get; set; }

    /// <summary>How its bytes arrive.</summary>
    public UploadKind Kind { get; set; }

    /// <summary>Project it belongs to: any of its members who may upload can continue it.</summary>
    public string? ProjectId { get; set; }

    /// <summary>User who began it.</summary>
    public string? UserId { get; set; }

    /// <summary>Name of that user when it began.</summary>
    public string? UserName { get; set; }

    /// <summary>Image that it fills; null for a partial upload.</summary>
    public Guid? ImageId { get; set; }

    /// <summary>Job that carries it to the end; null for a direct or partial upload.</summary>
    public Guid? JobId { get; set; }

    /// <summary>Bytes it will have; null while deferred or unknown.</summary>
    public long? Length { get; set; }

    /// <summary>Bytes that are on disk and acknowledged.</summary>
    public long Offset { get; set; }

    /// <summary>Bytes that count for its project's quotas while it is on its way; none once its image is active.</summary>
    public long ReservedBytes { get; set; }

    /// <summary>Copies that will be stored of its content: what it reserves of its project's storage is so many times as much.</summary>
    /// <value>1; 0 for what is only staged so far.</value>
    public int Copies { get; set; } = 1;

    /// <summary>The client's Upload-Metadata header as sent, for HEAD.</summary>
    public string? Metadata { get; set; }

    /// <summary>Name of the client's file.</summary>
    public string? FileName { get; set; }

    /// <summary>Store asked for; null means the default.</summary>
    public string? StoreId { get; set; }

    /// <summary>Digests the client expects, `algorithm:hex` separated by commas; null when none.</summary>
    public string? ExpectedDigests { get; set; }

    /// <summary>Ids of the partial uploads of a final one, separated by commas, in order.</summary>
    public string? Parts { get; set; }

    /// <summary>Process that writes it now, `node/instance`; null when nobody does.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Until when that process holds it (UTC).</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Whether a writer lost its lease without giving it back.</summary>
    /// <remarks>A process that was only paused may still write to staging for a moment after somebody else took over. So what its
    /// successor hashed on the way is no proof of what lies there: the content is read once more.</remarks>
    public bool HasLostWriter { get; set; }

    /// <summary>When it began (UTC).</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When bytes last arrived (UTC).</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When it is dropped unless bytes arrive (UTC); null for a direct one.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When its last byte was in (UTC).</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>What the source said by which it can be told that its data is still the same; null for bytes that were sent.</summary>
    public string? SourceVersion { get; set; }

    /// <summary>What the steps of an import have found and decided so far, JSON of <see cref="Import.ImportOutcome"/>; null before the first.</summary>
    public string? Outcome { get; set; }

    /// <summary>When its content was put aside as malicious (UTC); null for all others. Only an administrator can do something with it then.</summary>
    public DateTimeOffset? QuarantinedAt { get; set; }

    /// <summary>What a pass over its content must compute beside the usual hashes: the announced digests, and that of a signature.</summary>
    internal IEnumerable<string> DigestsToCompute(string? ofSignature) =>
        ExpectedDigest.ReadAll(ExpectedDigests).Select(digest => digest.Algorithm).Concat(ofSignature is null ? [] : [ofSignature]);
}
