namespace GlancePortal.Tests.Access;

/// <summary>A table of the matrix: callers down, operations across.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Kind">What is tried.</param>
/// <param name="Visibility">Of what it is tried with; empty where nothing has one.</param>
/// <param name="Outcomes">A line a caller, a word an operation.</param>
internal sealed record AccessTable(string Name, MatrixKind Kind, string Visibility, string Outcomes)
{
    private const string Nobody = "nobody (with `Access:AllowAnonymous`)";

    private static readonly MatrixCaller[] All =
    [
        new("reader of the owner's project", "reader", CallersProject.Owner),
        new("member of the owner's project", "member", CallersProject.Owner),
        new("manager of the owner's project", "manager", CallersProject.Owner),
        new("service in the owner's project", "service", CallersProject.Owner),
        new("administrator", "admin", CallersProject.Other),
        new("reader of a project that it is shared with", "reader", CallersProject.SharedWith),
        new("member of a project that it is shared with", "member", CallersProject.SharedWith),
        new("reader of another project", "reader", CallersProject.Other),
        new("member of another project", "member", CallersProject.Other),
        new(Nobody, null, CallersProject.Other),
    ];

    private static readonly MatrixCaller[] OfNothing =
    [
        new("reader", "reader", CallersProject.Other),
        new("member", "member", CallersProject.Other),
        new("manager", "manager", CallersProject.Other),
        new("service", "service", CallersProject.Other),
        new("administrator", "admin", CallersProject.Other),
        new(Nobody, null, CallersProject.Other),
    ];

    /// <summary>What is tried, in the order of the outcomes.</summary>
    public IReadOnlyList<string> Operations => Kind switch
    {
        MatrixKind.Images => ["list", "show", "download", "upload", "change", "make public", "give to community", "delete", "create", "list its tasks"],
        MatrixKind.Shares => ["list", "show", "share with another", "accept or reject", "end"],
        MatrixKind.Namespaces => ["list", "show", "list what is in it", "create", "replace", "add to it", "delete a protected one", "delete"],
        _ => ["list tasks", "list stores", "show how stores are set up", "show usage"],
    };

    /// <summary>Who tries it.</summary>
    public IReadOnlyList<MatrixCaller> Callers => Kind switch
    {
        MatrixKind.Images or MatrixKind.Shares => All,
        MatrixKind.Namespaces => [.. All.Where(caller => caller.Project != CallersProject.SharedWith)],
        _ => OfNothing,
    };

    /// <summary>What each of <see cref="Operations"/> must come to.</summary>
    public string[] OutcomesOf(int caller) => Outcomes.Split('\n')[caller].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Somebody who tries.</summary>
/// <param name="Name">In the words of the guide.</param>
/// <param name="Role">The role; null without a credential.</param>
/// <param name="Project">In which project.</param>
internal sealed record MatrixCaller(string Name, string? Role, CallersProject Project);

internal enum CallersProject
{
    Owner,
    SharedWith,
    Other,
}

internal enum MatrixKind
{
    Images,
    Shares,
    Namespaces,
    Program,
}
