using System.Text.RegularExpressions;
using GlancePortal.Domain.Access;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

/// <summary>Holds docs/operator/access.md to the rules and to the matrix that the program is tried with.</summary>
[Trait("Suite", "unit")]
public sealed class AccessGuide
{
    private const string Guide = "docs/operator/access.md";

    /// <summary>With this variable set the tests write the tables instead of comparing them.</summary>
    private const string Write = "GLANCEPORTAL_TEST_WRITE_DOCS";

    [Fact]
    public void The_matrix_of_the_guide_is_the_one_that_the_program_is_tried_with() => Compare("matrix", AccessMatrix.ToMarkdown());

    [Fact]
    public void The_rules_of_the_guide_are_the_default_rules() => Compare("rules", string.Concat(
        DefaultPolicy.Rules.Select(rule => $"| `{rule.Name}` | {rule.Allows} | {rule.Who} | `{rule.Text}` |\n").Prepend("\n| rule | allows | whom | text |\n| --- | --- | --- | --- |\n")));

    [Fact]
    public void The_examples_of_the_guide_can_be_used()
    {
        var faults = new List<string>();

        Assert.NotNull(PolicyCompiler.Compile(PolicyFile.Read(Example("yaml"), faults), [], faults));
        Assert.Equal(3, PropertyProtectionFile.Read(Example("ini"), PropertyProtectionFormat.Roles, faults).Count);
        Assert.Empty(faults);
    }

    private static string Example(string language) =>
        Regex.Match(SourceTree.Read(Guide), $"(?<=```{language}\n).*?(?=```)", RegexOptions.Singleline).Value;

    private static void Compare(string table, string expected)
    {
        var text = SourceTree.Read(Guide);
        var place = Regex.Match(text, $"(?<=<!-- {table} -->\n).*?(?=<!-- end -->)", RegexOptions.Singleline);
        Assert.True(place.Success, $"{Guide} has no place for the table '{table}'.");
        if (Environment.GetEnvironmentVariable(Write) is { Length: > 0 })
        {
            File.WriteAllText(Path.Combine(SourceTree.Root, Guide), text[..place.Index] + expected + text[(place.Index + place.Length)..]);
            return;
        }

        Assert.True(expected == place.Value, $"{Guide} is behind: run this class with {Write}=1 to write its tables anew.");
    }
}
