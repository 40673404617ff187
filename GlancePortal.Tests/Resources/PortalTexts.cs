using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Resources;

/// <summary>Both languages are complete at all times, and no page asks for a text that does not exist.</summary>
[Trait("Suite", "components")]
public sealed partial class PortalTexts
{
    // Codes that only clients of the APIs meet: the portal asks for nothing that ends in them.
    private static readonly string[] OnlyForPrograms =
    [
        "bootstrap.invalid", "bulk.filter_of_deleted", "bulk.images_unclear", "bulk.tags_missing", "bulk.too_many_tags", "bulk.visibility_missing", "image.copy_fixed",
        "image.id_taken", "image.marker_unknown", "image.only_copy", "import.method_off", "import.off", "job.type_unknown", "json.invalid", "json.malformed",
        "location.hash_invalid", "location.off", "metadef.name_invalid", "metadef.name_taken", "metadef.protected", "metadef.text_invalid",
        "name.taken", "project.fixed", "query.cursor_invalid", "quota.invalid", "query.facets_off", "query.invalid", "sign_in.scope", "store.foreign_location",
        "store.not_there", "task.source_invalid", "task.type_unknown", "upload.concat_invalid", "upload.final", "upload.length_fixed",
        "upload.length_invalid", "upload.metadata_invalid", "upload.offset_mismatch", "upload.part_used",
    ];

    private static readonly string Web = Path.Combine(SourceTree.Root, "GlancePortal");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Web, "Resources"), "*.resx")
        .Where(file => !file.EndsWith(".zh-CN.resx", StringComparison.Ordinal))
        .Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Both_languages_have_the_same_keys(string file) =>
        Assert.Equal(Load(file).Keys.Order(StringComparer.Ordinal), Load(file + ".zh-CN").Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void No_text_is_empty(string file) =>
        Assert.DoesNotContain(Load(file).Concat(Load(file + ".zh-CN")), text => string.IsNullOrWhiteSpace(text.Value));

    [Theory]
    [MemberData(nameof(Files))]
    public void Both_languages_take_the_same_arguments(string file)
    {
        var chinese = Load(file + ".zh-CN");

        Assert.All(Load(file), text => Assert.Equal(Arguments(text.Value), Arguments(chinese[text.Key])));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Chinese_is_chinese(string file) =>
        Assert.DoesNotContain(Load(file + ".zh-CN"), text => !HanOrNoWords().IsMatch(text.Value));

    [Fact]
    public void Every_text_that_a_page_names_exists()
    {
        var known = Files.SelectMany(file => Load(file.Data).Keys).ToHashSet(StringComparer.Ordinal);
        var named = Directory.EnumerateFiles(Path.Combine(Web, "Components"), "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(file => NamedText().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct();

        Assert.DoesNotContain(named, key => !known.Contains(key));
    }

    public static TheoryData<string, Type, string> Named => new()
    {
        { "Status.{0}", typeof(ImageStatus), "Status" },
        { "Status.{0}.Means", typeof(ImageStatus), "Status" },
        { "Visibility.{0}", typeof(ImageVisibility), "Visibility" },
        { "Visibility.{0}.Sentence", typeof(ImageVisibility), "Visibility" },
        { "Job.State.{0}", typeof(JobState), "JobState" },
    };

    [Theory]
    [MemberData(nameof(Named))]
    public void Every_value_that_a_page_shows_has_words(string key, Type values, string kind)
    {
        var known = Load("Texts");

        Assert.True(Enum.GetNames(values).All(name => known.ContainsKey(string.Format(CultureInfo.InvariantCulture, key, name))), kind);
    }

    [Fact]
    public void Every_refusal_that_a_person_can_meet_says_cause_and_next_step()
    {
        var known = Load("Texts");
        var missing = CodesOfRefusals().Except(OnlyForPrograms)
            .Where(code => !known.ContainsKey($"Error.{code}") || !known.ContainsKey($"Error.{code}.Next"));

        Assert.Equal([], missing);
    }

    [Fact]
    public void Every_change_of_an_image_has_words_in_its_timeline()
    {
        var known = Load("Texts");
        var names = Sources("GlancePortal.Domain").SelectMany(source => ImageName().Matches(source).Select(match => match.Groups[1].Value))
            .Except(OnlyForPrograms);

        Assert.DoesNotContain(names, name => !known.ContainsKey($"Action.{name}") && !known.ContainsKey($"Error.{name}"));
    }

    private static IEnumerable<string> CodesOfRefusals() =>
        Sources("GlancePortal.Domain").SelectMany(source => RefusalCode().Matches(source).Select(match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Migrations", StringComparison.Ordinal)).Select(File.ReadAllText);

    private static Dictionary<string, string> Load(string file) => XDocument.Load(Path.Combine(Web, "Resources", file + ".resx"))
        .Descendants("data").ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);

    private static IEnumerable<string> Arguments(string text) => Placeholder().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("""Exception\((?:[^;"]|"[^"]* [^"]*"|"[^".]*")*"([a-z_]+\.[a-z_]+)"[,)]""")]
    private static partial Regex RefusalCode();

    // Of an image there are only changes and refusals.
    [GeneratedRegex("""(?<!Domain\.)"(image\.[a-z_]+)"(?!")""")]
    private static partial Regex ImageName();

    [GeneratedRegex("""\b[TW]\["([^"{]+)"[\],]""")]
    private static partial Regex NamedText();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    // Names of products and formats, units and placeholders need no translation.
    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}|^[\d\W]*$|^(\W|\{\d+\}|[A-Z0-9]+|md5|sha\d+|openstack|KiB|MiB|GiB|TiB|B|s)*$")]
    private static partial Regex HanOrNoWords();
}
