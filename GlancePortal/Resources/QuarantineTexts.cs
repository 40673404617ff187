namespace GlancePortal.Resources;

/// <summary>Names the texts of the quarantine's page: QuarantineTexts.resx in English, QuarantineTexts.zh-CN.resx in Chinese.</summary>
public sealed class QuarantineTexts;
