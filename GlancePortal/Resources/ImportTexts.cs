namespace GlancePortal.Resources;

/// <summary>Names the texts of importing from an address: ImportTexts.resx in English, ImportTexts.zh-CN.resx in Chinese.</summary>
public sealed class ImportTexts;
