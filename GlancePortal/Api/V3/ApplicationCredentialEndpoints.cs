using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.V3;

/// <summary>`/v3/users/{user}/application_credentials`: one's own.</summary>
internal static class ApplicationCredentialEndpoints
{
    public static void MapApplicationCredentials(this RouteGroupBuilder identity)
    {
        var credentials = identity.MapGroup("/users/{user}/application_credentials");
        credentials.MapGet("", ListAsync).WithName("ListApplicationCredentials").Describe(
            "List one's application credentials", it => it.Query("name", "Only of this name.").Answer(200, "The credentials, without their secrets.", Shapes.Of(V3Json.Default.ApplicationCredentialsBody)).Refuses(403, 404));
        credentials.MapPost("", CreateAsync).WithName("CreateApplicationCredential").Describe(
            "Create an application credential", it => it.Takes(Shapes.RequestOf(V3Json.Default.ApplicationCredentialRequest)).Answer(201, "The credential with its secret, which is shown this once.", Shapes.Of(V3Json.Default.ApplicationCredentialBody)).Refuses(400, 403, 404, 409));
        credentials.MapGet("/{id}", ShowAsync).WithName("ShowApplicationCredential").Describe(
            "Show an application credential", it => it.Answer(200, "The credential.", Shapes.Of(V3Json.Default.ApplicationCredentialBody)).Refuses(403, 404));
        credentials.MapDelete("/{id}", DeleteAsync).WithName("DeleteApplicationCredential").Describe(
            "Delete an application credential", it => it.Answer(204, "Deleted; its tokens have ended.").Refuses(403, 404));
    }

    internal static async Task<JsonHttpResult<ApplicationCredentialsBody>> ListAsync(
        string user, HttpContext context, ApplicationCredentials credentials, DirectoryItems items, CancellationToken cancellationToken)
    {
        var found = await credentials.ListAsync(context.Caller(), user, DirectoryQuery.Text(context.Request, "name"), cancellationToken);
        var body = new ApplicationCredentialsBody([.. found.Select(each => items.Of(each, context.Request))], items.SelfOf(context.Request));
        return TypedResults.Json(body, V3Json.Default.ApplicationCredentialsBody);
    }

    internal static async Task<JsonHttpResult<ApplicationCredentialBody>> CreateAsync(
        string user, HttpContext context, ApplicationCredentials credentials, DirectoryItems items, CancellationToken cancellationToken)
    {
        var fields = (await V3Body.ReadAsync(context.Request, V3Json.Default.ApplicationCredentialRequest, cancellationToken)).ApplicationCredential
            ?? throw new InvalidInputException("application_credential is missing.");
        var draft = new ApplicationCredentialDraft(
            fields.Name, fields.Description, fields.Secret, RolesOf(fields.Roles), fields.ExpiresAt, fields.Unrestricted ?? false);
        var made = await credentials.CreateAsync(context.Caller(), user, context.Token(), draft, cancellationToken);
        return Answer(items.Of(made.Credential, context.Request, made.Secret), StatusCodes.Status201Created);
    }

    internal static async Task<JsonHttpResult<ApplicationCredentialBody>> ShowAsync(
        string user, string id, HttpContext context, ApplicationCredentials credentials, DirectoryItems items, CancellationToken cancellationToken) =>
        Answer(items.Of(await credentials.ShowAsync(context.Caller(), user, id, cancellationToken), context.Request), StatusCodes.Status200OK);

    internal static async Task<NoContent> DeleteAsync(
        string user, string id, HttpContext context, ApplicationCredentials credentials, CancellationToken cancellationToken)
    {
        await credentials.DeleteAsync(context.Caller(), user, context.Token(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static List<string>? RolesOf(IReadOnlyList<RoleChoice>? roles) => roles is null
        ? null
        : [.. roles.Select(role => role.Id ?? role.Name ?? throw new InvalidInputException("A role needs an id or a name."))];

    private static JsonHttpResult<ApplicationCredentialBody> Answer(ApplicationCredentialItem item, int status) =>
        TypedResults.Json(new ApplicationCredentialBody(item), V3Json.Default.ApplicationCredentialBody, statusCode: status);
}
