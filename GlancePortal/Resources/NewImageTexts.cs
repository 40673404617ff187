namespace GlancePortal.Resources;

/// <summary>Names the texts of the New image page: NewImageTexts.resx in English, NewImageTexts.zh-CN.resx in Chinese.</summary>
public sealed class NewImageTexts;
