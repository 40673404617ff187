using GlancePortal.Domain.Content;

namespace GlancePortal.Domain.Uploads;

/// <summary>The content of an upload as the steps of its job have left it.</summary>
/// <param name="Upload">The upload.</param>
/// <param name="Step">The last step that made other content; 0 is what came in.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Facts">What was found about it.</param>
public sealed record StagedContent(Upload Upload, int Step, string Path, ContentFacts Facts)
{
    /// <summary>Whether somebody who was only paused may still write it.</summary>
    public bool MayChange => Step == 0 && Upload.HasLostWriter;
}
