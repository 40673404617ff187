using System.Net;
using GlancePortal.Domain.Errors;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Fetches images from the image API of another region, as the user who asks for it.</summary>
/// <param name="source">Opens them.</param>
/// <param name="options">Knows the regions.</param>
public sealed class RemoteGlance(RemoteSource source, IOptionsMonitor<GlanceDownloadOptions> options)
{
    private const int MaxBodyBytes = 1024 * 1024;

    /// <summary>Refuses a region that nobody has configured.</summary>
    /// <exception cref="InvalidInputException">There is none of this name. Answered 400.</exception>
    public void Require(string region) => _ = EndpointOf(region);

    /// <summary>The image there.</summary>
    /// <param name="region">Name of the region.</param>
    /// <param name="imageId">Id of the image.</param>
    /// <param name="token">The user's token, which that region must accept.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="InvalidInputException">There is no such region. Answered 400.</exception>
    /// <exception cref="RemoteSourceException">There is no such image, it is not active, or the region does not answer. Answered 422.</exception>
    public async Task<RemoteImage> ShowAsync(string region, Guid imageId, string token, CancellationToken cancellationToken)
    {
        var json = await OrDeniedAsync(region, source.ReadSmallAsync(TargetOf(region, imageId, token), MaxBodyBytes, cancellationToken));
        var image = json is null ? null : RemoteImage.Read(region, imageId, json, options.CurrentValue.ExtraProperties);
        return image switch
        {
            null => throw new RemoteSourceException(
                "import.region_garbled", $"What answers for region '{region}' is no image API. An administrator must check the region's address."),
            { Status: "active" } => image,
            _ => throw new RemoteSourceException(
                "import.region_image_inactive", $"Image {imageId} of region '{region}' is {image.Status}, not active. Wait until it is, or choose another one.", isTransient: true),
        };
    }

    /// <summary>Its data.</summary>
    /// <param name="image">From <see cref="ShowAsync"/>.</param>
    /// <param name="token">The user's token.</param>
    /// <param name="offset">Bytes that are there already.</param>
    /// <param name="validator">The <see cref="RemoteContent.Validator"/> that came with them.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="RemoteSourceException">The region does not give it. Answered 422.</exception>
    public Task<RemoteContent> OpenAsync(RemoteImage image, string token, long offset, string? validator, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        var target = TargetOf(image.Region, image.Id, token, "/file") with { FixedValidator = image.Validator };
        return OrDeniedAsync(image.Region, source.OpenAsync(target, offset, validator, cancellationToken));
    }

    private static async Task<T> OrDeniedAsync<T>(string region, Task<T> asking)
    {
        try
        {
            return await asking;
        }
        catch (RemoteSourceException fault) when (fault.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new RemoteSourceException(
                "import.region_denied", $"Region '{region}' does not give you the image: it does not know your token, or your role there is too small. Sign in again, or ask for a role there.");
        }
    }

    private RemoteTarget TargetOf(string region, Guid imageId, string token, string part = "")
    {
        var endpoint = EndpointOf(region);
        var root = endpoint.AbsoluteUri.TrimEnd('/');
        var version = root.EndsWith("/v2", StringComparison.Ordinal) ? "" : "/v2";
        return new RemoteTarget(new Uri($"{root}{version}/images/{imageId}{part}")) { Token = token, TrustedEndpoint = endpoint };
    }

    private Uri EndpointOf(string region) => options.CurrentValue.Regions.TryGetValue(region, out var endpoint)
        ? new Uri(endpoint)
        : throw new InvalidInputException(
            $"There is no region '{region}' here. {(options.CurrentValue.Regions.Count == 0 ? "None is configured" : $"Known are {string.Join(", ", options.CurrentValue.Regions.Keys)}")}; ask an administrator to add it.",
            "import.region_unknown");
}
