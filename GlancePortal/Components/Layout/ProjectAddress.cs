using GlancePortal.Domain.Identity;

namespace GlancePortal.Components.Layout;

/// <summary>What the shell reads from an address: the project and the page of it.</summary>
/// <param name="Project">Id or name of the project; null outside of projects.</param>
/// <param name="Page">The rest of the path, for example `images/new`.</param>
/// <param name="Query">The query with its question mark; empty without one.</param>
public sealed record ProjectAddress(string? Project, string Page, string Query)
{
    private const string Images = "images";
    private const string Deleted = "deleted";
    private const string Jobs = "jobs";

    public bool IsImages => Page == Images;

    public bool IsNewImage => Page == Images + "/new";

    public bool IsImport => Page == Images + "/import";

    public bool IsJobs => Page == Jobs || IsJob;

    public bool IsJob => Page.StartsWith(Jobs + "/", StringComparison.Ordinal);

    public bool IsDeleted => Page == Deleted;

    public static ProjectAddress Parse(string relative)
    {
        ArgumentNullException.ThrowIfNull(relative);
        var path = relative.Split('#')[0];
        var mark = path.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : path[mark..];
        var parts = (mark < 0 ? path : path[..mark]).Split('/', 3, StringSplitOptions.RemoveEmptyEntries);
        return parts is ["p", var project, ..]
            ? new(Uri.UnescapeDataString(project), parts.Length > 2 ? parts[2].TrimEnd('/') : "", query)
            : new(null, "", "");
    }

    public static string ImagesOf(string project) => $"/p/{Uri.EscapeDataString(project)}/{Images}";

    public static string DeletedOf(string project) => $"/p/{Uri.EscapeDataString(project)}/{Deleted}";

    public static string JobsOf(string project) => $"/p/{Uri.EscapeDataString(project)}/{Jobs}";

    /// <summary>How a project is written in addresses: by name, unless another one's name would be meant by it.</summary>
    public static string SlugOf(ProjectOfUser project, IEnumerable<ProjectOfUser> all)
    {
        ArgumentNullException.ThrowIfNull(project);
        var ambiguous = all.Any(other => other.Id != project.Id && (other.Name == project.Name || other.Id == project.Name));
        return ambiguous || project.Name is "." or ".." ? project.Id : project.Name;
    }

    public bool IsOf(ProjectOfUser project) => Project is not null && (project.Id == Project || project.Name == Project);

    /// <summary>The same page and filters in another project; an image of one is nothing in another, so that leads to the list.</summary>
    public string In(string project) => IsDeleted ? DeletedOf(project)
        : IsJobs ? JobsOf(project) + (IsJob ? "" : WithoutPage(Query))
        : ImagesOf(project) + (IsNewImage ? "/new" : IsImport ? "/import" : IsImages ? WithoutPage(Query) : "");

    private static string WithoutPage(string query)
    {
        var kept = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith("page=", StringComparison.Ordinal) && !part.StartsWith("after=", StringComparison.Ordinal)).ToList();
        return kept.Count == 0 ? "" : "?" + string.Join('&', kept);
    }
}
