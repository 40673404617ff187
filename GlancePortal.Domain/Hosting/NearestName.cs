namespace GlancePortal.Domain.Hosting;

/// <summary>What somebody who mistyped a name probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest letters to change; null when there are none.</summary>
    public static string? Of(string typed, IEnumerable<string> names) => names.MinBy(name => Distance(name, typed));

    /// <summary>How many letters have to be changed, added or removed.</summary>
    public static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                current[j] = Math.Min(Math.Min(previous[j], current[j - 1]) + 1, previous[j - 1] + (same ? 0 : 1));
            }

            previous = current;
        }

        return previous[^1];
    }
}
