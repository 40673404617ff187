namespace GlancePortal.Resources;

/// <summary>Names the texts about converting an image: ConvertTexts.resx in English, ConvertTexts.zh-CN.resx in Chinese.</summary>
internal sealed class ConvertTexts;
