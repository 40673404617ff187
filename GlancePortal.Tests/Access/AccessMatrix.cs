using GlancePortal.Domain.Images;

namespace GlancePortal.Tests.Access;

/// <summary>Who may do what with an image of another's or one's own project, by its visibility: what the program is held to, and what the guide shows.</summary>
/// <remarks>glance-behaviour.md, visibility and sharing, default policies.</remarks>
internal static class AccessMatrix
{
    /// <summary>What is tried, in the order of the outcomes.</summary>
    public static readonly IReadOnlyList<string> Operations = ["list", "show", "download", "upload", "change", "make public", "give to community", "delete", "create"];

    /// <summary>Who tries it.</summary>
    public static readonly IReadOnlyList<MatrixCaller> Callers =
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
        new("nobody (with `Access:AllowAnonymous`)", null, CallersProject.Other),
    ];

    // A line a caller, a word an operation: `ok`, `-` for an image that is not in the list, or the status of the refusal.
    private static readonly Dictionary<ImageVisibility, string> Outcomes = new()
    {
        [ImageVisibility.Private] = """
            ok ok 403 403 403 403 403 403 403
            ok ok ok  ok  ok  403 ok  ok  ok
            ok ok ok  ok  ok  403 ok  ok  ok
            ok ok 403 403 403 403 403 403 403
            ok ok ok  ok  ok  ok  ok  ok  ok
            -  404 404 404 404 404 404 404 403
            -  404 404 404 404 404 404 404 ok
            -  404 404 404 404 404 404 404 403
            -  404 404 404 404 404 404 404 ok
            -  404 404 403 403 403 403 403 403
            """,
        [ImageVisibility.Shared] = """
            ok ok 403 403 403 403 403 403 403
            ok ok ok  ok  ok  403 ok  ok  ok
            ok ok ok  ok  ok  403 ok  ok  ok
            ok ok 403 403 403 403 403 403 403
            ok ok ok  ok  ok  ok  ok  ok  ok
            ok ok 403 403 403 403 403 403 403
            ok ok ok  403 403 403 403 403 ok
            -  404 404 404 404 404 404 404 403
            -  404 404 404 404 404 404 404 ok
            -  404 404 403 403 403 403 403 403
            """,
        [ImageVisibility.Community] = """
            ok ok 403 403 403 403 403 403 403
            ok ok ok  ok  ok  403 ok  ok  ok
            ok ok ok  ok  ok  403 ok  ok  ok
            ok ok 403 403 403 403 403 403 403
            -  ok ok  ok  ok  ok  ok  ok  ok
            -  ok 403 403 403 403 403 403 403
            -  ok ok  403 403 403 403 403 ok
            -  ok 403 403 403 403 403 403 403
            -  ok ok  403 403 403 403 403 ok
            -  ok 403 403 403 403 403 403 403
            """,
        [ImageVisibility.Public] = """
            ok ok 403 403 403 403 403 403 403
            ok ok ok  ok  ok  ok  ok  ok  403
            ok ok ok  ok  ok  ok  ok  ok  403
            ok ok 403 403 403 403 403 403 403
            ok ok ok  ok  ok  ok  ok  ok  ok
            ok ok 403 403 403 403 403 403 403
            ok ok ok  403 403 403 403 403 403
            ok ok 403 403 403 403 403 403 403
            ok ok ok  403 403 403 403 403 403
            ok ok 403 403 403 403 403 403 403
            """,
    };

    /// <summary>What each of <see cref="Operations"/> must come to.</summary>
    public static string[] OutcomesOf(ImageVisibility visibility, int caller) =>
        Outcomes[visibility].Split('\n')[caller].Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The matrix as the guide has it.</summary>
    public static string ToMarkdown()
    {
        var lines = new List<string>();
        foreach (var visibility in Outcomes.Keys)
        {
            lines.AddRange(["", $"### {visibility} images", "", Row("who", Operations), Row("---", Operations.Select(_ => "---"))]);
            lines.AddRange(Callers.Select((caller, index) => Row(caller.Name, OutcomesOf(visibility, index).Select(Cell))));
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Row(string first, IEnumerable<string> others) => $"| {first} | {string.Join(" | ", others)} |";

    private static string Cell(string outcome) => outcome switch
    {
        "ok" => "yes",
        "-" => "no",
        _ => outcome,
    };
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
