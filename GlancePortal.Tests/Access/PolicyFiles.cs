using GlancePortal.Domain.Access;
using Xunit;

namespace GlancePortal.Tests.Access;

/// <summary>Rule files and what is wrong with them (glance-behaviour.md, default policies).</summary>
[Trait("Suite", "unit")]
public sealed class PolicyFiles
{
    [Theory]
    [InlineData("get_image: role:auditor\n")]
    [InlineData("# comment\n\"get_image\": \"role:auditor\"\n")]
    [InlineData("---\nget_image: >\n  role:auditor\n")]
    [InlineData("{ \"get_image\": \"role:auditor\" }")]
    [InlineData("{\n\t\"get_image\":\t\"role:auditor\"\n}\n")]
    public void Yaml_and_json_are_read(string text)
    {
        var faults = new List<string>();
        var rule = Assert.Single(PolicyFile.Read(text, faults));

        Assert.Empty(faults);
        Assert.Equal(("get_image", "role:auditor"), (rule.Name, rule.Text.Trim()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# all by default\n")]
    [InlineData("{}")]
    public void A_file_may_change_nothing(string text)
    {
        var faults = new List<string>();

        Assert.Empty(PolicyFile.Read(text, faults));
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("get_image: [role:member\n", "line 2: ")]
    [InlineData("get_image: '@'\nget_image: '!'\n", "line 2: ")]
    [InlineData("- get_image\n", "line 1: the file must be one list of names and rules.")]
    [InlineData("get_images: '@'\nget_image:\n", "line 2: rule 'get_image' has no text; write \"@\" for everybody or \"!\" for nobody.")]
    [InlineData("get_image: null\n", "line 1: rule 'get_image' has no text; write \"@\" for everybody or \"!\" for nobody.")]
    [InlineData("get_image: []\n", "line 1: a rule is a name and a text.")]
    [InlineData("{ \"get_image\": { \"role\": \"member\" } }", "line 1: a rule is a name and a text.")]
    public void What_is_no_list_of_rules_is_refused_with_its_line(string text, string fault)
    {
        var faults = new List<string>();
        PolicyFile.Read(text, faults);

        Assert.StartsWith(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get_imagse: '@'\n", "line 1: rule 'get_imagse': no operation and no other rule asks for it; the nearest known one is 'get_image'.")]
    [InlineData("get_image: rule:owner\n", "line 1: rule 'get_image' refers to the rule 'owner', which does not exist.")]
    [InlineData("get_image: rule:get_image\n", "line 1: rule 'get_image' refers to itself: get_image → get_image.")]
    [InlineData("context_is_admin: rule:service_api\nservice_api: rule:context_is_admin\n", "line 1: rule 'context_is_admin' refers to itself: context_is_admin → service_api → context_is_admin.")]
    [InlineData("get_image: rule:mine\nmine: role:member and rule:mine\n", "line 2: rule 'mine' refers to itself: mine → mine.")]
    public void Rules_that_cannot_hold_are_refused(string text, string fault)
    {
        var faults = new List<string>();

        Assert.Null(PolicyCompiler.Compile(PolicyFile.Read(text, faults), [], faults));
        Assert.Contains(fault, faults);
    }

    [Fact]
    public void A_rule_of_ones_own_is_fine_when_something_asks_for_it()
    {
        var faults = new List<string>();
        var written = PolicyFile.Read("modify_image: rule:owner\nowner: role:member\ncurator: role:curator\n", faults);

        Assert.NotNull(PolicyCompiler.Compile(written, ["curator"], faults));
        Assert.Empty(faults);
    }
}
