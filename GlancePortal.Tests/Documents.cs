using System.Text.RegularExpressions;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests;

/// <summary>What is written beside the code: every link leads somewhere.</summary>
[Trait("Suite", "unit")]
public sealed partial class Documents
{
    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(SourceTree.Root, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(SourceTree.Root, path))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_a_heading(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, page))!;
        var dead = Link().Matches(SourceTree.Read(page)).Select(link => link.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Exists(folder, target, page));

        Assert.Empty(dead);
    }

    [Fact]
    public void Decisions_are_numbered_without_gaps()
    {
        var numbers = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs", "adr")).Select(path => int.Parse(Path.GetFileName(path)[..4], null)).Order().ToList();

        Assert.Equal(Enumerable.Range(1, numbers.Count), numbers);
    }

    private static bool Exists(string folder, string target, string page)
    {
        var (file, heading) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var path = file.Length == 0 ? Path.Combine(SourceTree.Root, page) : Path.Combine(folder, file);
        return (File.Exists(path) || Directory.Exists(path))
            && (heading is null || Heading().Matches(File.ReadAllText(path)).Any(line => Anchor(line.Groups[1].Value) == heading));
    }

    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-')).Replace(' ', '-');

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
