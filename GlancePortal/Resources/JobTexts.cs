namespace GlancePortal.Resources;

/// <summary>Names the texts of the pages of jobs: JobTexts.resx in English, JobTexts.zh-CN.resx in Chinese.</summary>
public sealed class JobTexts;
