using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

#pragma warning disable CA1822
namespace GlancePortal.Domain.Import;

/// <summary>Where imports get their data from, beside what was sent here.</summary>
public sealed class ImportSources
{
    /// <summary>Checks a source before an import begins, and completes the request with what the job needs.</summary>
    /// <exception cref="InvalidInputException">The source is none, or may not be asked. 400.</exception>
    public Task<ImportRequest> PrepareAsync(Caller caller, Image image, ImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method == ImportMethods.WebDownload)
        {
            RequireUri(request.Uri);
        }

        return Task.FromResult(request);
    }

    /// <summary>Refuses an address that may not be asked.</summary>
    /// <exception cref="InvalidInputException">It is none, or may not be asked. 400.</exception>
    public void RequireUri(string? uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new InvalidInputException("uri must be an address with http or https.", "import.uri_invalid");
        }
    }

    /// <summary>The source's name for people, without credentials; null for what was sent here.</summary>
    public string? NameOf(ImportRequest request) => request is { Uri: { } uri } && Uri.TryCreate(uri, UriKind.Absolute, out var address)
        ? address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped)
        : null;

    /// <summary>Opens the source from where the upload ends.</summary>
    /// <returns>Its bytes from there on; the upload has its length and what tells it from another.</returns>
    public Task<Stream> OpenAsync(ImportRequest request, Uploads.Upload upload, CancellationToken cancellationToken) =>
        throw new InvalidInputException("This source cannot be fetched yet.", "import.method_off");
}
