using GlancePortal.Access;
using Microsoft.AspNetCore.Routing.Patterns;

namespace GlancePortal.Api.OpenApi;

/// <summary>A method of a route of the APIs, with its description; without one until somebody writes it.</summary>
internal sealed record ApiRoute(string Method, string Path, RouteEndpoint Endpoint, OperationDescription? Description)
{
    /// <summary>What is shown as proof of who asks.</summary>
    public Door Door { get; } = Doors.Of(Path);

    public IEnumerable<string> PathParameters => Endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name);
}

/// <summary>What is mapped for programs.</summary>
internal static class ApiRoutes
{
    private static readonly string[] Roots = ["/v2", "/v3", "/uploads", "/api/v1"];

    /// <summary>Every method of every route, by path.</summary>
    public static IReadOnlyList<ApiRoute> Of(EndpointDataSource endpoints) =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => Methods(endpoint).Select(method => Of(method, endpoint)))
            .Where(route => route.Description is not { IsAbsent: true } && Roots.Any(root => route.Path == root || route.Path.StartsWith(root + "/", StringComparison.Ordinal)))
            .OrderBy(route => route.Path, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private static ApiRoute Of(string method, RouteEndpoint endpoint)
    {
        var descriptions = endpoint.Metadata.GetOrderedMetadata<OperationDescription>();
        return new ApiRoute(
            method, PathOf(endpoint.RoutePattern), endpoint,
            descriptions.LastOrDefault(one => one.Method == method) ?? descriptions.LastOrDefault(one => one.Method is null));
    }

    // The pattern without its constraints, as OpenAPI writes paths.
    private static string PathOf(RoutePattern pattern)
    {
        var segments = pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => "",
        })));
        return "/" + string.Join('/', segments);
    }
}
