using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V3;

/// <summary>The identity API, as much of Keystone's as clients of an image service use.</summary>
internal static class V3Api
{
    // The last version of Keystone's API whose resources are these.
    private const string Version = "v3.14";

    public static void MapIdentityV3(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<PortalIdentityOptions>>().Value.Provider != IdentityProvider.Embedded)
        {
            return;
        }

        var identity = app.MapGroup("/v3").WithTags("Identity");
        identity.MapGet("", ShowVersion).WithName("ShowIdentityVersion").Describe(
            "Show the version", it => it.Answer(200, "The version.", Shapes.Of(V3Json.Default.VersionBody)));
        identity.MapTokens();
        var signedIn = identity.MapGroup("").RequireToken();
        signedIn.MapAuth();
        signedIn.MapProjects();
        signedIn.MapUsers();
        signedIn.MapRoles();
        signedIn.MapApplicationCredentials();
    }

    internal static JsonHttpResult<VersionBody> ShowVersion(HttpRequest request, PublicAddress address) => TypedResults.Json(
        new VersionBody(new VersionItem(
            Version,
            "stable",
            "2020-04-07T00:00:00Z",
            [new RelatedLink("self", $"{address.Of(request)}/v3/")],
            [new MediaType("application/json", "application/vnd.openstack.identity-v3+json")])),
        V3Json.Default.VersionBody);
}
