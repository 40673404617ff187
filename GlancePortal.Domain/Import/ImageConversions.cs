using GlancePortal.Domain.Access;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import;

/// <summary>Begins conversions of images that are active: into a new image, or in the place of their data.</summary>
/// <param name="db">The records.</param>
/// <param name="access">Says who may.</param>
/// <param name="queries">Reads the one that it is made of.</param>
/// <param name="imports">Leaves the job.</param>
/// <param name="options">Which compressions are made.</param>
public sealed class ImageConversions(
    PortalDb db, ImageAccess access, ImageQueries queries, ImageImports imports, IOptionsMonitor<ImageOptions> options)
{
    /// <summary>Begins a conversion.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="imageId">The image whose data is converted.</param>
    /// <param name="request">Into what.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <returns>The job; it names the image that gets the data.</returns>
    /// <exception cref="NotFoundException">No such image that the caller sees. 404.</exception>
    /// <exception cref="ForbiddenException">The caller may not have the data, or not make or change the image. 403.</exception>
    /// <exception cref="InvalidInputException">There is no such format or compression, or nothing would change. 400.</exception>
    /// <exception cref="ConflictException">The image is not active, or other work on it runs. 409.</exception>
    public async Task<Job> BeginAsync(Caller caller, Guid imageId, ConversionDraft request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var source = await queries.ShowAsync(caller, imageId, cancellationToken);
        access.RequireDownload(caller, source);
        RequireSense(source, request);
        var job = new ImportRequest
        {
            Method = ImportMethods.Convert,
            SourceImageId = imageId,
            ConvertTo = request.DiskFormat,
            Compression = request.Compression,
            TakesIso = request.TakesIso,
            Replaces = request.Replaces,
            Roles = [.. caller.Roles],
        };
        return request.Replaces
            ? await ReplaceAsync(caller, source, job, cancellationToken)
            : await MakeAsync(caller, source, job, request, cancellationToken);
    }

    private const string Signed = "img_signature";

    private async Task<Job> ReplaceAsync(Caller caller, Image source, ImportRequest job, CancellationToken cancellationToken)
    {
        access.RequireChange(caller, source);
        if (source.Properties.Exists(property => property.Name.StartsWith(Signed, StringComparison.Ordinal)))
        {
            throw new ConflictException("The image is signed, and other data would not be. Convert it into a new image.", "convert.signed");
        }

        var holding = await db.ImageLocations.Where(location => location.ImageId == source.Id && location.Status == LocationStatus.Active)
            .Select(location => location.StoreId).Distinct().ToListAsync(cancellationToken);
        return await imports.StartAsync(caller, source, job with { Stores = imports.Writable(holding) }, JobTypes.ImageConvert, cancellationToken);
    }

    private async Task<Job> MakeAsync(Caller caller, Image source, ImportRequest job, ConversionDraft request, CancellationToken cancellationToken)
    {
        var draft = new ImageDraft
        {
            Name = request.Name ?? $"{source.Name} ({request.DiskFormat})",
            DiskFormat = source.DiskFormat,
            ContainerFormat = source.ContainerFormat,
            MinDisk = source.MinDisk,
            MinRam = source.MinRam,
            Visibility = ImageVisibility.Shared,
            Tags = [.. source.Tags.Select(tag => tag.Value)],
            Properties = source.Properties
                // A signature is of the data that was signed, not of what is made of it.
                .Where(property => !ImageRules.IsReserved(property.Name) && !property.Name.StartsWith(Signed, StringComparison.Ordinal))
                .ToDictionary(property => property.Name, property => property.Value, StringComparer.Ordinal),
        };
        return await imports.WithNewAsync(
            caller, draft,
            image => imports.StartAsync(caller, image, job with { Stores = imports.Writable([]) }, JobTypes.ImageConvert, cancellationToken),
            cancellationToken);
    }

    private void RequireSense(Image source, ConversionDraft request)
    {
        if (source.Status != ImageStatus.Active)
        {
            throw ImportRefusals.NotActive(source.Id);
        }

        if (!DiskFormats.IsConvertible(request.DiskFormat))
        {
            throw Invalid($"'{request.DiskFormat}' is not a format that is made here; these are: {string.Join(", ", DiskFormats.Convertible)}.");
        }

        if (request.Compression is { } compression && (request.DiskFormat != FormatNames.Qcow2 || !options.CurrentValue.Qcow2Compressions.Contains(compression)))
        {
            throw Invalid(request.DiskFormat != FormatNames.Qcow2
                ? "Only qcow2 is compressed."
                : $"'{compression}' is not a compression that is made here; these are: {string.Join(", ", options.CurrentValue.Qcow2Compressions)}.");
        }

        var isIso = source.DiskFormat == FormatNames.Iso;
        if (source.ContainerFormat != "bare" || !DiskFormats.IsConvertible(source.DiskFormat, request.TakesIso))
        {
            throw Invalid(isIso
                ? "An ISO made into a disk boots nowhere; ask for it by name if that is what you want."
                : $"Data of format {source.DiskFormat} in a container {source.ContainerFormat} cannot be converted.");
        }

        if (source.DiskFormat == request.DiskFormat && request.Compression is null)
        {
            throw Invalid($"The image is {request.DiskFormat} already.");
        }
    }

    private static InvalidInputException Invalid(string message) => new(message, "convert.invalid");
}

/// <summary>What somebody wants an image converted into.</summary>
/// <param name="DiskFormat">One of <see cref="DiskFormats.Convertible"/>.</param>
public sealed record ConversionDraft(string DiskFormat)
{
    /// <summary>Compression of a qcow2, zlib or zstd; null for none.</summary>
    public string? Compression { get; init; }

    /// <summary>Whether the result takes the place of the image's data; otherwise it is a new image's.</summary>
    public bool Replaces { get; init; }

    /// <summary>Name of the new image; null makes one of the old.</summary>
    public string? Name { get; init; }

    /// <summary>Whether an ISO is meant to become a disk.</summary>
    public bool TakesIso { get; init; }
}
