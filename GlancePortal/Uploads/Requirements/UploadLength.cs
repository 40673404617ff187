namespace GlancePortal.Uploads.Requirements;

/// <summary>An upload has a length from its beginning, or says that it comes later; a final one has that of its parts.</summary>
internal static class UploadLength
{
    /// <returns>The length; null when it comes later or from the parts.</returns>
    /// <exception cref="TusHeaderException">Neither length nor deferral, or both, or one that a final upload must not have.</exception>
    public static long? ReadForCreation(IHeaderDictionary headers, bool isFinal)
    {
        var length = HeaderNumber.Read(headers, TusHeaders.UploadLength);
        var deferral = headers[TusHeaders.UploadDeferLength];
        if (deferral.Count > 0 && deferral != "1")
        {
            throw new TusHeaderException(TusHeaders.UploadDeferLength, "1");
        }

        var isDeferred = deferral.Count > 0;
        if (isFinal && (length is not null || isDeferred))
        {
            throw new TusHeaderException(TusHeaders.UploadLength, "absent from a final upload, whose length is that of its parts");
        }

        return isFinal || length is not null != isDeferred
            ? length
            : throw new TusHeaderException(TusHeaders.UploadLength, $"given, or put off with {TusHeaders.UploadDeferLength}: 1, not both");
    }

    /// <summary>The length that comes with bytes, for an upload that had none yet; null when it does not.</summary>
    /// <exception cref="TusHeaderException">It is no number.</exception>
    public static long? ReadForBytes(IHeaderDictionary headers) => HeaderNumber.Read(headers, TusHeaders.UploadLength);
}
