namespace GlancePortal.Domain.Quotas;

/// <summary>What projects may take: section `Quotas`.</summary>
public sealed class QuotaOptions
{
    /// <summary>Limits of every project that has none of its own.</summary>
    public QuotaDefaults Default { get; set; } = new();
}

/// <summary>Limits of a project; negative means none.</summary>
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
