namespace GlancePortal.Tests.Access;

/// <summary>Who may do what with what is another's or one's own, by its visibility: what the program is held to, and what the guide shows.</summary>
/// <remarks>glance-behaviour.md, sections 7, 16, 17, 18, 20 and 22.</remarks>
internal static class AccessMatrix
{
    // A line a caller, a word an operation: `ok`, `-` for what is not in the list, or the status of the refusal.
    public static readonly IReadOnlyList<AccessTable> Tables =
    [
        new("Private images", MatrixKind.Images, "private", """
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  ok  ok  403 ok  ok  ok  ok
                ok  ok  ok  ok  ok  403 ok  ok  ok  ok
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
                -   404 404 404 404 404 404 404 403 404
                -   404 404 404 404 404 404 404 ok  404
                -   404 404 404 404 404 404 404 403 404
                -   404 404 404 404 404 404 404 ok  404
                -   404 404 403 403 403 403 403 403 404
                """),
        new("Shared images", MatrixKind.Images, "shared", """
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  ok  ok  403 ok  ok  ok  ok
                ok  ok  ok  ok  ok  403 ok  ok  ok  ok
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  403 403 403 403 403 ok  ok
                -   404 404 404 404 404 404 404 403 404
                -   404 404 404 404 404 404 404 ok  404
                -   404 404 403 403 403 403 403 403 404
                """),
        new("Community images", MatrixKind.Images, "community", """
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  ok  ok  403 ok  ok  ok  ok
                ok  ok  ok  ok  ok  403 ok  ok  ok  ok
                ok  ok  403 403 403 403 403 403 403 ok
                -   ok  ok  ok  ok  ok  ok  ok  ok  ok
                -   ok  403 403 403 403 403 403 403 ok
                -   ok  ok  403 403 403 403 403 ok  ok
                -   ok  403 403 403 403 403 403 403 ok
                -   ok  ok  403 403 403 403 403 ok  ok
                -   ok  403 403 403 403 403 403 403 ok
                """),
        new("Public images", MatrixKind.Images, "public", """
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  ok  ok  ok  ok  ok  403 ok
                ok  ok  ok  ok  ok  ok  ok  ok  403 ok
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  403 403 403 403 403 403 ok
                ok  ok  403 403 403 403 403 403 403 ok
                ok  ok  ok  403 403 403 403 403 403 ok
                ok  ok  403 403 403 403 403 403 403 ok
                """),
        new("Shares of private images", MatrixKind.Shares, "private", """
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                404 404 404 404 404
                404 404 404 404 404
                404 404 404 404 404
                404 404 404 404 404
                404 404 403 403 403
                """),
        new("Shares of shared images", MatrixKind.Shares, "shared", """
                ok  ok  403 403 403
                ok  ok  ok  403 ok
                ok  ok  ok  403 ok
                403 404 403 403 403
                ok  ok  ok  ok  ok
                ok  ok  403 403 403
                ok  ok  403 ok  403
                404 404 404 404 404
                404 404 404 404 404
                404 404 403 403 403
                """),
        new("Shares of community images", MatrixKind.Shares, "community", """
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                """),
        new("Shares of public images", MatrixKind.Shares, "public", """
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                403 404 403 403 403
                """),
        new("Private namespaces of metadata definitions", MatrixKind.Namespaces, "private", """
                ok  ok  ok  403 403 403 403 403
                ok  ok  ok  403 403 403 403 403
                ok  ok  ok  403 403 403 403 403
                403 404 404 403 404 404 404 404
                ok  ok  ok  ok  ok  ok  403 ok
                -   404 404 403 404 404 404 404
                -   404 404 403 404 404 404 404
                403 404 404 403 403 403 403 403
                """),
        new("Public namespaces of metadata definitions", MatrixKind.Namespaces, "public", """
                ok  ok  ok  403 403 403 403 403
                ok  ok  ok  403 403 403 403 403
                ok  ok  ok  403 403 403 403 403
                403 404 404 403 404 404 404 404
                ok  ok  ok  ok  ok  ok  403 ok
                ok  ok  ok  403 403 403 403 403
                ok  ok  ok  403 403 403 403 403
                403 ok  ok  403 403 403 403 403
                """),
        new("Tasks, stores and usage", MatrixKind.Program, "", """
                403 ok  403 ok
                403 ok  403 ok
                403 ok  403 ok
                403 ok  ok  ok
                ok  ok  ok  ok
                403 ok  403 ok
                """),
    ];

    /// <summary>The matrix as the guide has it.</summary>
    public static string ToMarkdown()
    {
        var lines = new List<string>();
        foreach (var table in Tables)
        {
            lines.AddRange(["", $"### {table.Name}", "", Row("who", table.Operations), Row("---", table.Operations.Select(_ => "---"))]);
            lines.AddRange(table.Callers.Select((caller, index) => Row(caller.Name, table.OutcomesOf(index).Select(Cell))));
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
