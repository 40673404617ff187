using System.Globalization;
using System.Text.Json.Nodes;
using GlancePortal.Access;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Api.V3.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api.OpenApi;

/// <summary>Writes one operation of the document: what its description says, and what every operation of its door has in common.</summary>
internal static class OperationWriter
{
    public const string TokenScheme = "token";
    public const string SessionScheme = "session";
    public const string PageScheme = "page";

    private static readonly Shape Problem = Shapes.Named("Problem", _ => new JsonObject
    {
        ["type"] = "object",
        ["description"] = "Problem details (RFC 9457).",
        ["required"] = new JsonArray("title", "status", "detail", "code", "requestId"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string" },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
            ["code"] = new JsonObject { ["type"] = "string", ["description"] = "Stable code of the cause." },
            ["requestId"] = new JsonObject { ["type"] = "string" },
        },
    });

    public static JsonObject Write(ApiRoute route, string tag, SchemaBook book)
    {
        var description = route.Description;
        var operation = new JsonObject
        {
            ["tags"] = new JsonArray(tag),
            ["operationId"] = IdOf(route),
            ["summary"] = description?.Summary ?? $"{route.Method} {route.Path}",
        };
        if (description?.Text is { } text)
        {
            operation["description"] = text;
        }

        if (description is { IsSwitchedOff: true })
        {
            operation["x-switched-off"] = true;
        }

        JsonNode[] parameters = [.. route.PathParameters.Select(PathParameter), .. description?.Parameters.Select(one => Parameter(one, book)) ?? []];
        if (parameters.Length > 0)
        {
            operation["parameters"] = new JsonArray(parameters);
        }

        if (description?.Body is { } body)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(body, book) };
        }

        operation["responses"] = Answers(route, book);
        operation["security"] = Security(route);
        return operation;
    }

    private static JsonObject PathParameter(string name) => new()
    {
        ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Parameter(ParameterDescription parameter, SchemaBook book) => new()
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.In,
        ["description"] = parameter.Text,
        ["required"] = parameter.IsRequired,
        ["schema"] = parameter.Shape(book),
    };

    private static JsonObject Content(ContentDescription content, SchemaBook book) =>
        new(content.MediaTypes.Select(type => KeyValuePair.Create(type, (JsonNode?)new JsonObject { ["schema"] = content.Shape(book) })));

    private static JsonObject Answers(ApiRoute route, SchemaBook book)
    {
        var answers = new JsonObject();
        foreach (var (status, answer) in route.Description?.Answers ?? [])
        {
            answers[Text(status)] = Answer(answer, book);
        }

        int[] everywhere = [StatusCodes.Status401Unauthorized, StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable];
        foreach (var status in everywhere.Union(route.Description?.Refusals ?? []).Order())
        {
            answers[Text(status)] = Answer(new AnswerDescription(Reason(status), ErrorOf(route), []), book);
        }

        return answers;
    }

    private static JsonObject Answer(AnswerDescription description, SchemaBook book)
    {
        var answer = new JsonObject { ["description"] = description.Text };
        if (description.Content is { } content)
        {
            answer["content"] = Content(content, book);
        }

        if (description.Headers.Count > 0)
        {
            answer["headers"] = new JsonObject(description.Headers.Select(name =>
                KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } })));
        }

        return answer;
    }

    // HEAD answers carry no body, an error's neither.
    private static ContentDescription? ErrorOf(ApiRoute route) => HttpMethods.IsHead(route.Method) ? null : route.Door switch
    {
        Door.Token => new ContentDescription(ErrorShapes.Error, ["application/json"]),
        Door.OptionalToken => new ContentDescription(Shapes.Of(V3Json.Default.ErrorBody), ["application/json"]),
        _ => new ContentDescription(Problem, ["application/problem+json"]),
    };

    private static JsonArray Security(ApiRoute route) => route.Door switch
    {
        // A preflight carries none.
        _ when HttpMethods.IsOptions(route.Method) => new JsonArray(new JsonObject()),
        Door.Token => new JsonArray(Needs(TokenScheme)),
        Door.OptionalToken => new JsonArray(Needs(TokenScheme), new JsonObject()),
        _ when HttpMethods.IsGet(route.Method) || HttpMethods.IsHead(route.Method) => new JsonArray(Needs(TokenScheme), Needs(SessionScheme)),
        _ => new JsonArray(Needs(TokenScheme), Needs(SessionScheme, PageScheme)),
    };

    private static JsonObject Needs(params string[] schemes) => new(schemes.Select(scheme => KeyValuePair.Create(scheme, (JsonNode?)new JsonArray())));

    // A name where the route has one; else the method and the words of the path, which no two share.
    private static string IdOf(ApiRoute route)
    {
        var name = route.Endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
        var methods = route.Endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods;
        return name is not null && methods.Count == 1
            ? name
            : route.Method.ToLowerInvariant() + string.Concat(route.Path.Split('/', '{', '}', '_', '-', '.').Where(word => word.Length > 0)
                .Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static string Reason(int status) => status == 460 ? "Checksum Mismatch" : ReasonPhrases.GetReasonPhrase(status);

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
