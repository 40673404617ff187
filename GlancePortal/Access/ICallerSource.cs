using GlancePortal.Domain.Access;

namespace GlancePortal.Access;

/// <summary>Where a request to an API says who asks: a token, or headers that are trusted.</summary>
internal interface ICallerSource
{
    /// <summary>Who asks; null when nothing that is accepted was shown.</summary>
    Caller? Find(HttpContext context);

    /// <summary>Whether something was shown at all. Who shows a token that is worth nothing is told so, and not taken for somebody without one.</summary>
    bool IsShown(HttpContext context);
}
