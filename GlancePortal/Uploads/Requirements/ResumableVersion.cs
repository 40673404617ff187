namespace GlancePortal.Uploads.Requirements;

/// <summary>Every request but OPTIONS names the protocol's version.</summary>
internal static class ResumableVersion
{
    /// <exception cref="TusVersionException">It is missing or another one.</exception>
    public static void Check(IHeaderDictionary headers)
    {
        if (headers[TusHeaders.TusResumable] != TusHeaders.Version)
        {
            throw new TusVersionException();
        }
    }
}
