namespace GlancePortal.Resources;

/// <summary>Names the texts of the upload panel, which its script shows: UploadTexts.resx in English, UploadTexts.zh-CN.resx in Chinese.</summary>
internal sealed class UploadTexts;
