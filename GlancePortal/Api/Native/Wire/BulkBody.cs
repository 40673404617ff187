using GlancePortal.Domain.Images;

namespace GlancePortal.Api.Native.Wire;

/// <summary>What became of many images, or would.</summary>
internal sealed record BulkBody(string Action, bool DryRun, IReadOnlyList<BulkItemBody> Items, BulkTotals Totals)
{
    public static BulkBody Of(string action, bool dryRun, IReadOnlyList<ImageBulkItem> items) => new(
        action,
        dryRun,
        [.. items.Select(item => BulkItemBody.Of(item, dryRun))],
        new BulkTotals(
            items.Count, items.Count(item => !item.IsSkipped), items.Count(item => item.IsSkipped),
            items.Where(item => !item.IsSkipped).Sum(item => item.Bytes ?? 0)));
}

/// <summary>One of them.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Size">Bytes of its data.</param>
/// <param name="Outcome">changed, will_change in a dry run, or skipped.</param>
/// <param name="Code">Why it was skipped, as a code.</param>
/// <param name="Message">Why it was skipped, in words.</param>
internal sealed record BulkItemBody(Guid Id, string? Name, long? Size, string Outcome, string? Code, string? Message)
{
    public static BulkItemBody Of(ImageBulkItem item, bool dryRun) =>
        new(item.Id, item.Name, item.Bytes, item.IsSkipped ? "skipped" : dryRun ? "will_change" : "changed", item.Code, item.Reason);
}

/// <summary>All of them together; the bytes are of those that changed, or would.</summary>
internal sealed record BulkTotals(int Images, int Changed, int Skipped, long Bytes);
