using System.Globalization;

namespace GlancePortal.Domain.Quotas;

/// <summary>How Glance writes its user_storage_quota.</summary>
internal static class StorageQuota
{
    // Powers of 1024 by whatever name: that is what the option means in Glance.
    private static readonly (string Suffix, int Shift)[] Units = [("KB", 10), ("MB", 20), ("GB", 30), ("TB", 40), ("B", 0)];

    /// <summary>Bytes; negative when there is no quota, null when the text is none.</summary>
    public static long? Read(string? text)
    {
        var number = text?.Trim() ?? "";
        var (suffix, shift) = Units.FirstOrDefault(unit => number.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        number = number[..^(suffix?.Length ?? 0)].TrimEnd();
        return number.Length == 0 && suffix is null ? QuotaLimits.Unlimited
            : !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > long.MaxValue >> shift ? null
            : count == 0 ? QuotaLimits.Unlimited
            : count << shift;
    }
}
