namespace GlancePortal.Uploads.Requirements;

/// <summary>Bytes say where they begin.</summary>
internal static class UploadOffset
{
    /// <exception cref="TusHeaderException">It is missing or no number.</exception>
    public static long Read(IHeaderDictionary headers) =>
        HeaderNumber.Read(headers, TusHeaders.UploadOffset) ?? throw new TusHeaderException(TusHeaders.UploadOffset, "the byte at which these bytes begin");
}
