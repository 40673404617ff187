using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V3.Wire;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.V3;

/// <summary>`/v3/projects`.</summary>
internal static class ProjectEndpoints
{
    public static void MapProjects(this RouteGroupBuilder identity)
    {
        identity.MapGet("/projects", ListAsync).WithName("ListProjects").Describe(
            "List projects", it => it.Query("name", "Only of this name.").Query("domain_id", "Only of this domain.").Query("enabled", "Only enabled or disabled ones.", Shapes.Flag).Answer(200, "The projects.", Shapes.Of(V3Json.Default.ProjectsBody)).Refuses(403));
        identity.MapPost("/projects", CreateAsync).WithName("CreateProject").Describe(
            "Create a project", it => it.Takes(Shapes.RequestOf(V3Json.Default.ProjectRequest)).Answer(201, "The project.", Shapes.Of(V3Json.Default.ProjectBody)).Refuses(400, 403, 404, 409));
        identity.MapGet("/projects/{id}", ShowAsync).WithName("ShowProject").Describe(
            "Show a project", it => it.Answer(200, "The project.", Shapes.Of(V3Json.Default.ProjectBody)).Refuses(403, 404));
        identity.MapPatch("/projects/{id}", UpdateAsync).WithName("UpdateProject").Describe(
            "Change a project", it => it.Takes(Shapes.RequestOf(V3Json.Default.ProjectRequest)).Answer(200, "The project.", Shapes.Of(V3Json.Default.ProjectBody)).Refuses(400, 403, 404, 409));
        identity.MapDelete("/projects/{id}", DeleteAsync).WithName("DeleteProject").Describe(
            "Delete a project", it => it.Answer(204, "Deleted.").Refuses(403, 404, 409));
    }

    internal static async Task<JsonHttpResult<ProjectsBody>> ListAsync(
        HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var found = await lists.ProjectsAsync(context.Caller(), DirectoryQuery.Of(context.Request), cancellationToken);
        return TypedResults.Json(items.List(found, context.Request), V3Json.Default.ProjectsBody);
    }

    internal static async Task<JsonHttpResult<ProjectBody>> CreateAsync(
        HttpContext context, Projects projects, DirectoryItems items, CancellationToken cancellationToken)
    {
        var fields = await ReadAsync(context.Request, cancellationToken);
        if (fields.IsDomain is true)
        {
            throw new InvalidInputException("A project cannot act as a domain here: is_domain must be false.", "project.is_domain");
        }

        var made = await projects.CreateAsync(
            context.Caller(), ChangeOf(fields), fields.DomainId ?? context.Token().User.Domain.Id, cancellationToken);
        return TypedResults.Json(new ProjectBody(items.Of(made, context.Request)), V3Json.Default.ProjectBody, statusCode: StatusCodes.Status201Created);
    }

    internal static async Task<JsonHttpResult<ProjectBody>> ShowAsync(
        string id, HttpContext context, DirectoryLists lists, DirectoryItems items, CancellationToken cancellationToken)
    {
        var project = await lists.ProjectAsync(context.Caller(), id, cancellationToken);
        return TypedResults.Json(new ProjectBody(items.Of(project, context.Request)), V3Json.Default.ProjectBody);
    }

    internal static async Task<JsonHttpResult<ProjectBody>> UpdateAsync(
        string id, HttpContext context, Projects projects, DirectoryItems items, CancellationToken cancellationToken)
    {
        var project = await projects.UpdateAsync(context.Caller(), id, ChangeOf(await ReadAsync(context.Request, cancellationToken)), cancellationToken);
        return TypedResults.Json(new ProjectBody(items.Of(project, context.Request)), V3Json.Default.ProjectBody);
    }

    internal static async Task<NoContent> DeleteAsync(string id, HttpContext context, Projects projects, CancellationToken cancellationToken)
    {
        await projects.DeleteAsync(context.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<ProjectFields> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        (await V3Body.ReadAsync(request, V3Json.Default.ProjectRequest, cancellationToken)).Project ?? throw new InvalidInputException("project is missing.");

    private static DirectoryChange ChangeOf(ProjectFields fields) => new(fields.Name, fields.Description, fields.Enabled);
}
