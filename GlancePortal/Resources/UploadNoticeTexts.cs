namespace GlancePortal.Resources;

/// <summary>Names the texts about an upload on an image's page: UploadNoticeTexts.resx in English, UploadNoticeTexts.zh-CN.resx in Chinese.</summary>
public sealed class UploadNoticeTexts;
