namespace GlancePortal.Domain.Quotas;

/// <summary>What a project takes of its limits now, reservations included.</summary>
/// <param name="ImageSizeTotal">Bytes of all images, each as often as it is stored, and those that uploads will bring.</param>
/// <param name="ImageStageTotal">Bytes that wait in staging, and those that uploads will bring there.</param>
/// <param name="ImageCountTotal">Images.</param>
/// <param name="ImageCountUploading">Images whose data is on its way.</param>
public sealed record QuotaUsage(long ImageSizeTotal, long ImageStageTotal, int ImageCountTotal, int ImageCountUploading);

/// <summary>Limits and usage of a project.</summary>
/// <param name="ProjectId">The project.</param>
/// <param name="Limits">What holds for it.</param>
/// <param name="Own">Limits of its own; null when it has none.</param>
/// <param name="Usage">What it takes.</param>
public sealed record QuotaReport(string ProjectId, QuotaLimits Limits, ProjectQuota? Own, QuotaUsage Usage);
