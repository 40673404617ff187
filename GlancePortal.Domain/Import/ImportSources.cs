using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Domain.Import;

/// <summary>Where imports get their data from, beside what was sent here.</summary>
/// <param name="rules">Says which addresses may be asked.</param>
/// <param name="source">Opens them.</param>
/// <param name="regions">Opens images of other regions.</param>
/// <param name="checksums">Finds what the data must hash to.</param>
/// <param name="secrets">Keeps what nobody may read in a record.</param>
public sealed class ImportSources(UriRules rules, RemoteSource source, RemoteGlance regions, RemoteChecksums checksums, SealedToken secrets)
{
    /// <summary>Checks a source before an import begins, and seals what is secret of it.</summary>
    /// <param name="imageId">The image.</param>
    /// <param name="request">What was asked for.</param>
    /// <returns>The request as a record may have it.</returns>
    /// <exception cref="InvalidInputException">The source is none, or there is no such region. 400.</exception>
    /// <exception cref="UriFilteredException">The address may not be asked. 400.</exception>
    public ImportRequest Prepare(Guid imageId, ImportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Method switch
        {
            ImportMethods.WebDownload => PrepareWeb(imageId, request),
            ImportMethods.GlanceDownload => PrepareRegion(imageId, request),
            _ => request with { Token = null },
        };
    }

    /// <summary>The source's name for people, without anything secret; null for what was sent here.</summary>
    public static string? NameOf(ImportRequest request) => request switch
    {
        { Method: ImportMethods.WebDownload, Uri: { } uri } => uri,
        { Method: ImportMethods.GlanceDownload } => $"{request.Region}/{request.RemoteImageId}",
        _ => null,
    };

    /// <summary>Opens the source from where the upload ends, or from its first byte where it cannot go on.</summary>
    /// <param name="request">From <see cref="Prepare"/>.</param>
    /// <param name="upload">Gets its offset and length, the source's version, the digests that are expected and what else the source says.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="RemoteSourceException">The source does not give it. 422.</exception>
    public async Task<Stream> OpenAsync(ImportRequest request, Upload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(upload);
        var content = request.Method == ImportMethods.GlanceDownload
            ? await OpenRegionAsync(request, upload, cancellationToken)
            : await OpenWebAsync(request, upload, cancellationToken);
        upload.Offset = content.StartsAt;
        upload.Length = content.Length;
        upload.SourceVersion = content.CanResume ? content.Validator : null;
        return content.Body;
    }

    private ImportRequest PrepareWeb(Guid imageId, ImportRequest request)
    {
        var uri = rules.Require(request.Uri);
        if (request.Checksum is { } checksum && ExpectedChecksum.Read(checksum, uri, rules) is { File: { } file } && UriRules.Shown(file) != file.AbsoluteUri)
        {
            request = request with { Checksum = UriRules.Shown(file), SealedChecksum = secrets.Seal(file.AbsoluteUri, imageId) };
        }

        // A user, a password or a signature in the address is a secret of whoever asks.
        var shown = UriRules.Shown(uri);
        return request with
        {
            Uri = shown,
            SealedUri = shown == uri.AbsoluteUri ? null : secrets.Seal(uri.AbsoluteUri, imageId),
            Token = null,
        };
    }

    private ImportRequest PrepareRegion(Guid imageId, ImportRequest request)
    {
        if (request.Region is null || !Guid.TryParseExact(request.RemoteImageId, "D", out _))
        {
            throw new InvalidInputException(
                "glance-download needs glance_region, the name of a region, and glance_image_id, the id of an image there.", "import.region_missing");
        }

        regions.Require(request.Region);
        return request with { SealedToken = secrets.Seal(request.Token ?? "", imageId), Token = null };
    }

    private async Task<RemoteContent> OpenWebAsync(ImportRequest request, Upload upload, CancellationToken cancellationToken)
    {
        var uri = rules.Require(request.SealedUri is { } secret ? secrets.Open(secret, upload.ImageId!.Value) : request.Uri);
        var checksum = request.SealedChecksum is { } sealedFile ? secrets.Open(sealedFile, upload.ImageId!.Value) : request.Checksum;
        if (checksum is not null && upload.ExpectedDigests is null)
        {
            upload.ExpectedDigests = (await checksums.FindAsync(ExpectedChecksum.Read(checksum, uri, rules), uri, cancellationToken)).ToString();
        }

        return await source.OpenAsync(uri, upload.Offset, upload.SourceVersion, cancellationToken);
    }

    private async Task<RemoteContent> OpenRegionAsync(ImportRequest request, Upload upload, CancellationToken cancellationToken)
    {
        var token = secrets.Open(request.SealedToken!, upload.ImageId!.Value);
        var image = await regions.ShowAsync(request.Region!, Guid.Parse(request.RemoteImageId!), token, cancellationToken);
        upload.ExpectedDigests = image.Digest?.ToString();
        var outcome = ImportOutcome.Read(upload.Outcome);
        foreach (var (name, value) in image.Properties.Where(IsProperty))
        {
            outcome.Properties[name] = value;
        }

        upload.Outcome = outcome.ToJson();
        return await regions.OpenAsync(image, token, upload.Offset, upload.SourceVersion, cancellationToken);
    }

    // What another service takes for a property need not be one here.
    private static bool IsProperty(KeyValuePair<string, string> property)
    {
        try
        {
            ImageRules.CheckProperty(property.Key, property.Value);
            return true;
        }
        catch (DomainException)
        {
            return false;
        }
    }
}
