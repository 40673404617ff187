namespace GlancePortal.Tests.Support;

/// <summary>The tables of lines and bars that are all that `glance` writes.</summary>
internal static class PrettyTable
{
    /// <summary>The rows by column; a value that was wrapped is whole again, without the spaces where it was broken.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string text)
    {
        var lines = text.Split('\n').Where(line => line.StartsWith('|')).Select(Cells).ToList();
        var rows = new List<IReadOnlyDictionary<string, string>>();
        foreach (var cells in lines.Skip(1))
        {
            if (cells[0].Length == 0 && rows.Count > 0)
            {
                var above = rows[^1].Values;
                rows[^1] = Row(lines[0], above.Zip(cells, string.Concat));
            }
            else
            {
                rows.Add(Row(lines[0], cells));
            }
        }

        return rows;
    }

    private static string[] Cells(string line) => [.. line.TrimEnd().Trim('|').Split('|').Select(cell => cell.Trim())];

    private static Dictionary<string, string> Row(string[] columns, IEnumerable<string> cells) =>
        columns.Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second);
}
