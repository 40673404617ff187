using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Import;

namespace GlancePortal.Domain.Scanning;

/// <summary>What of a content the scanner must see: its bytes, or those of the guest inside of a disk.</summary>
/// <param name="converter">Takes them out.</param>
internal sealed class ScannedParts(DiskConverter converter)
{
    private static readonly string[] Disks = [.. DiskFormats.Convertible.Where(format => format != FormatNames.Raw)];

    /// <summary>Path of the bytes to be scanned; null with the reason when they cannot be had.</summary>
    public async Task<(string? Path, string? Reason)> OfAsync(ImportWork work, CancellationToken cancellationToken)
    {
        if (work.Facts.Format.Detected == FormatNames.Luks || work.Facts.Format.Recognised.Contains(FormatNames.Luks))
        {
            return (null, ScanReasons.Encrypted);
        }

        if (!IsDisk(work))
        {
            return (work.Path, null);
        }

        var raw = work.NewPath();
        try
        {
            await converter.ConvertAsync(
                new ConversionRequest(work.Path, work.DiskFormat, raw, FormatNames.Raw) { Inspection = work.Facts.Format }, progress: null, cancellationToken);
            return (raw, null);
        }
        catch (DomainException refusal) when (!refusal.IsTransient)
        {
            await work.LogAsync("scan.unreadable", refusal.Message);
            return (null, ScanReasons.Unreadable);
        }
    }

    /// <summary>Why a clean verdict would not be one: what the scanner would have to unpack but cannot. Null when there is nothing such.</summary>
    public static string? HiddenIn(ImportWork work, long windowBytes)
    {
        if (IsDisk(work))
        {
            return null;
        }

        // The disks in an OVA are packed in a way that the scanner does not know.
        // So are the clusters of a disk that goes by another name.
        if (work.Facts.Format.Recognised.Any(Disks.Contains))
        {
            return ScanReasons.Packed;
        }

        return work.ContainerFormat == "ova" || work.Facts.Format.Archive == FormatNames.Ova ? ScanReasons.Packed
            : work.Facts.Bytes <= windowBytes ? null
            : ContentRules.IsOpaque(work.ContainerFormat) || work.Facts.Format.Archive is not null ? ScanReasons.Packed
            : null;
    }

    private static bool IsDisk(ImportWork work) => Disks.Contains(work.DiskFormat) && !ContentRules.IsOpaque(work.ContainerFormat);
}
