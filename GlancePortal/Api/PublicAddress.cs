using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api;

/// <summary>The address that clients are told to come back to.</summary>
internal sealed class PublicAddress(IOptions<PortalOptions> options)
{
    /// <summary>`PublicEndpoint`, else the address this request was sent to; without a slash at the end.</summary>
    public string Of(HttpRequest request) => options.Value.PublicEndpoint is { } configured
        ? configured.AbsoluteUri.TrimEnd('/')
        : $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}";
}
