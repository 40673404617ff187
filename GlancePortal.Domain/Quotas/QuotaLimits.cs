namespace GlancePortal.Domain.Quotas;

/// <summary>The limits that hold for a project; negative means none.</summary>
/// <param name="ImageSizeTotal">Bytes of all images, each as often as it is stored, those that can be restored too.</param>
/// <param name="ImageStageTotal">Bytes that wait in staging.</param>
/// <param name="ImageCountTotal">Images.</param>
/// <param name="ImageCountUploading">Images whose data is on its way.</param>
public sealed record QuotaLimits(long ImageSizeTotal, long ImageStageTotal, int ImageCountTotal, int ImageCountUploading)
{
    /// <summary>No limit.</summary>
    public const long Unlimited = -1;

    /// <summary>Bytes of all images by `Images:UserStorageQuota`, which counts only where none of the others is set.</summary>
    public long UserStorage { get; init; } = Unlimited;

    /// <summary>Whether one of the four is set.</summary>
    public bool IsSet => ImageSizeTotal >= 0 || ImageStageTotal >= 0 || ImageCountTotal >= 0 || ImageCountUploading >= 0;

    internal bool IsLimited => IsSet || UserStorage >= 0;

    internal static QuotaLimits Of(ProjectQuota? own, QuotaDefaults defaults, long userStorage)
    {
        var limits = new QuotaLimits(
            own?.ImageSizeTotal ?? defaults.ImageSizeTotal,
            own?.ImageStageTotal ?? defaults.ImageStageTotal,
            own?.ImageCountTotal ?? defaults.ImageCountTotal,
            own?.ImageCountUploading ?? defaults.ImageCountUploading);
        return limits.IsSet ? limits : limits with { UserStorage = userStorage };
    }
}
