using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.V3;

/// <summary>`/v3/users`.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder identity)
    {
        identity.MapGet("/users", ListAsync).WithName("ListUsers").Describe(
            "List users", it => it.Query("name", "Only of this name.").Query("domain_id", "Only of this domain.").Query("enabled", "Only enabled or disabled ones.", Shapes.Flag).Answer(200, "The users.", Shapes.Of(V3Json.Default.UsersBody)).Refuses(403));
        identity.MapPost("/users", CreateAsync).WithName("CreateUser").Describe(
            "Create a user", it => it.Takes(Shapes.RequestOf(V3Json.Default.UserRequest)).Answer(201, "The user.", Shapes.Of(V3Json.Default.UserBody)).Refuses(400, 403, 404, 409));
        identity.MapGet("/users/{id}", ShowAsync).WithName("ShowUser").Describe(
            "Show a user", it => it.Answer(200, "The user.", Shapes.Of(V3Json.Default.UserBody)).Refuses(403, 404));
        identity.MapPatch("/users/{id}", UpdateAsync).WithName("UpdateUser").Describe(
            "Change a user", it => it.Takes(Shapes.RequestOf(V3Json.Default.UserRequest)).Answer(200, "The user.", Shapes.Of(V3Json.Default.UserBody)).Refuses(400, 403, 404, 409));
        identity.MapDelete("/users/{id}", DeleteAsync).WithName("DeleteUser").Describe(
            "Delete a user", it => it.Answer(204, "Deleted.").Refuses(403, 404, 409));
        identity.MapGet("/users/{id}/projects", ProjectsAsync).WithName("ListProjectsOfUser").Describe(
            "List the projects of a user", it => it.Answer(200, "The projects.", Shapes.Of(V3Json.Default.ProjectsBody)).Refuses(403, 404));
        identity.MapPost("/users/{id}/password", ChangePasswordAsync).WithName("ChangeOwnPassword").Describe(
            "Change one's own password", it => it.Takes(Shapes.RequestOf(V3Json.Default.PasswordChangeRequest)).Answer(204, "Changed; other sessions and tokens have ended.").Refuses(400, 403));
    }

    internal static async Task<JsonHttpResult<UsersBody>> ListAsync(
        HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var found = await lists.UsersAsync(context.Caller(), DirectoryQuery.Of(context.Request), cancellationToken);
        return TypedResults.Json(items.List(found, context.Request), V3Json.Default.UsersBody);
    }

    internal static async Task<JsonHttpResult<UserBody>> CreateAsync(
        HttpContext context, Users users, DirectoryItems items, CancellationToken cancellationToken)
    {
        var fields = await ReadAsync(context.Request, cancellationToken);
        var made = await users.CreateAsync(context.Caller(), ChangeOf(fields), fields.DomainId ?? context.Token().User.Domain.Id, cancellationToken);
        return TypedResults.Json(new UserBody(items.Of(made, context.Request)), V3Json.Default.UserBody, statusCode: StatusCodes.Status201Created);
    }

    internal static async Task<JsonHttpResult<UserBody>> ShowAsync(
        string id, HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var user = await lists.UserAsync(context.Caller(), id, cancellationToken);
        return TypedResults.Json(new UserBody(items.Of(user, context.Request)), V3Json.Default.UserBody);
    }

    internal static async Task<JsonHttpResult<UserBody>> UpdateAsync(
        string id, HttpContext context, Users users, DirectoryItems items, CancellationToken cancellationToken)
    {
        var user = await users.UpdateAsync(context.Caller(), id, ChangeOf(await ReadAsync(context.Request, cancellationToken)), cancellationToken);
        return TypedResults.Json(new UserBody(items.Of(user, context.Request)), V3Json.Default.UserBody);
    }

    internal static async Task<NoContent> DeleteAsync(string id, HttpContext context, Users users, CancellationToken cancellationToken)
    {
        await users.DeleteAsync(context.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    internal static async Task<JsonHttpResult<ProjectsBody>> ProjectsAsync(
        string id, HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var found = await lists.ProjectsOfAsync(context.Caller(), id, cancellationToken);
        return TypedResults.Json(items.List(found, context.Request), V3Json.Default.ProjectsBody);
    }

    internal static async Task<NoContent> ChangePasswordAsync(
        string id, HttpContext context, Passwords passwords, CancellationToken cancellationToken)
    {
        var change = (await V3Body.ReadAsync(context.Request, V3Json.Default.PasswordChangeRequest, cancellationToken)).User;
        if (change is not { Password: { } password, OriginalPassword: { } original })
        {
            throw new InvalidInputException("user.password and user.original_password are needed.");
        }

        if (context.Token().User.Id != id)
        {
            throw new ForbiddenException("You are not authorized to perform the requested action: identity:change_password.");
        }

        await passwords.ChangeAsync(context.Caller(), original, password, keepSession: null, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<UserFields> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        (await V3Body.ReadAsync(request, V3Json.Default.UserRequest, cancellationToken)).User ?? throw new InvalidInputException("user is missing.");

    private static UserChange ChangeOf(UserFields fields) =>
        new(fields.Name, fields.Description, fields.Enabled, fields.Password, fields.Email, fields.DefaultProjectId);
}
