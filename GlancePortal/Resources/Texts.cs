namespace GlancePortal.Resources;

/// <summary>Names the texts of the portal: Texts.resx in English, Texts.zh-CN.resx in Chinese.</summary>
internal sealed class Texts;
