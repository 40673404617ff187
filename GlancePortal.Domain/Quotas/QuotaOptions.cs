using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Quotas;

/// <summary>What projects may take: section `Quotas`.</summary>
public sealed class QuotaOptions
{
    /// <summary>Limits of every project that has none of its own.</summary>
    public QuotaDefaults Default { get; set; } = new();
}

/// <summary>Limits of a project; -1 means none.</summary>
public sealed class QuotaDefaults
{
    /// <summary>Bytes of all images, each as often as it is stored, those that can be restored too.</summary>
    /// <value>Unlimited unless set.</value>
    public long ImageSizeTotal { get; set; } = QuotaLimits.Unlimited;

    /// <summary>Bytes that wait in staging.</summary>
    /// <value>Unlimited unless set.</value>
    public long ImageStageTotal { get; set; } = QuotaLimits.Unlimited;

    /// <summary>Images.</summary>
    /// <value>Unlimited unless set.</value>
    public int ImageCountTotal { get; set; } = (int)QuotaLimits.Unlimited;

    /// <summary>Images whose data is on its way.</summary>
    /// <value>Unlimited unless set.</value>
    public int ImageCountUploading { get; set; } = (int)QuotaLimits.Unlimited;
}

/// <summary>Refuses limits that say nothing.</summary>
internal sealed class QuotaOptionsRules : IValidateOptions<QuotaOptions>
{
    public ValidateOptionsResult Validate(string? name, QuotaOptions options)
    {
        var limits = new (string Name, long Value)[]
        {
            (nameof(QuotaDefaults.ImageSizeTotal), options.Default.ImageSizeTotal),
            (nameof(QuotaDefaults.ImageStageTotal), options.Default.ImageStageTotal),
            (nameof(QuotaDefaults.ImageCountTotal), options.Default.ImageCountTotal),
            (nameof(QuotaDefaults.ImageCountUploading), options.Default.ImageCountUploading),
        };
        var faults = limits.Where(limit => limit.Value < QuotaLimits.Unlimited)
            .Select(limit => $"Quotas:Default:{limit.Name}: must be 0 or more, or -1 for no limit.").ToList();
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
