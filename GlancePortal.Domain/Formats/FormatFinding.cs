namespace GlancePortal.Domain.Formats;

/// <summary>One reason why content is not safe to use.</summary>
/// <param name="Check">Stable name of the check that failed, such as <c>backing_file</c>.</param>
/// <param name="Message">What was found, in English.</param>
public sealed record FormatFinding(string Check, string Message);
