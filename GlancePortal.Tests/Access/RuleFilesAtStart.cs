using GlancePortal.Domain.Access;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

/// <summary>What the files of the section `Access` do to the start, and while the program runs.</summary>
[Trait("Suite", "unit")]
public sealed class RuleFilesAtStart : IDisposable
{
    private const string Protections = "[.*]\ncreate = @\nread = @\nupdate = curator\ndelete = !\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_fault_is_named_with_its_key_its_file_and_its_place()
    {
        var options = Options("get_image: role\nget_images: rule:nothing\n", "[a(]\ncreate = @\n");

        var faults = FaultsOf(options);

        Assert.Contains($"Access:PolicyFile: {options.PolicyFile}: line 1: rule 'get_image', character 1: 'role' is no check of the form kind:value.", faults);
        Assert.Contains($"Access:PolicyFile: {options.PolicyFile}: line 2: rule 'get_images' refers to the rule 'nothing', which does not exist.", faults);
        Assert.Contains(faults, fault => fault.StartsWith(
            $"Access:PropertyProtectionFile: {options.PropertyProtectionFile}: line 1: [a(] is no regular expression: ", StringComparison.Ordinal));
        Assert.Contains($"Access:PropertyProtectionFile: {options.PropertyProtectionFile}: line 1: [a(]: read is missing.", faults);
    }

    [Fact]
    public void A_file_that_is_not_there_stops_the_start()
    {
        var fault = Assert.Single(FaultsOf(new AccessOptions { PolicyFile = _folder.File("none.yaml") }));

        Assert.StartsWith($"Access:PolicyFile: {_folder.File("none.yaml")}: it cannot be read: ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Protections_may_name_only_rules_that_are_there()
    {
        var options = Options("", Protections.Replace("curator", "rule_of_curators", StringComparison.Ordinal));
        options.PropertyProtectionFormat = PropertyProtectionFormat.Policies;

        Assert.Equal(
            [$"Access:PropertyProtectionFile: {options.PropertyProtectionFile}: it names the rule 'rule_of_curators', which does not exist."], FaultsOf(options));

        File.WriteAllText(options.PolicyFile!, "rule_of_curators: role:curator\n");
        Assert.Empty(FaultsOf(options));
    }

    [Fact]
    public void A_changed_file_holds_and_a_broken_or_empty_one_never()
    {
        var options = Options("get_images: role:reader\n", Protections);
        var rules = Rules.Of(options);
        var auditor = Callers.With("auditor");
        Assert.False(MayList());

        Write(options.PolicyFile!, "get_images: role:auditor\n");
        LookTwice(rules);
        Assert.True(MayList());

        Write(options.PolicyFile!, "");
        LookTwice(rules);
        Assert.True(MayList());

        Write(options.PolicyFile!, "get_images: role:\n");
        LookTwice(rules);
        Assert.True(MayList());

        File.Delete(options.PolicyFile!);
        LookTwice(rules);
        Assert.True(MayList());

        Write(options.PolicyFile!, "get_images: role:reader \n");
        LookTwice(rules);
        Assert.False(MayList());

        bool MayList() => rules.Current.Policy.Allows("get_images", auditor, default);
    }

    [Fact]
    public void A_file_that_is_being_written_is_left_to_its_writer()
    {
        var options = Options("get_images: role:auditor\ndelete_image: role:reader\n", Protections);
        var rules = Rules.Of(options);

        Write(options.PolicyFile!, "get_images: role:auditor\n");
        rules.Refresh();
        Write(options.PolicyFile!, "get_images: role:auditor\ndelete_image: role:auditor\n");
        rules.Refresh();
        Assert.True(rules.Current.Policy.Allows("delete_image", Callers.Reader(), default));

        rules.Refresh();
        Assert.False(rules.Current.Policy.Allows("delete_image", Callers.Reader(), default));
    }

    [Fact]
    public void A_turned_link_is_a_changed_file()
    {
        var options = new AccessOptions { PolicyFile = _folder.File("policy.yaml") };
        Write(_folder.File("one.yaml"), "get_images: role:reader\n");
        Write(_folder.File("two.yaml"), "get_images: role:nobody\n");
        File.CreateSymbolicLink(options.PolicyFile, _folder.File("one.yaml"));
        var rules = Rules.Of(options);

        File.Delete(options.PolicyFile);
        File.CreateSymbolicLink(options.PolicyFile, _folder.File("two.yaml"));
        LookTwice(rules);

        Assert.False(rules.Current.Policy.Allows("get_images", Callers.Reader(), default));
    }

    // A changed file is read once it has stood still between two looks.
    private static void LookTwice(RulesInForce rules)
    {
        rules.Refresh();
        rules.Refresh();
    }

    private AccessOptions Options(string policy, string protections)
    {
        var options = new AccessOptions { PolicyFile = _folder.File("policy.yaml"), PropertyProtectionFile = _folder.File("protections.conf") };
        Write(options.PolicyFile, policy);
        Write(options.PropertyProtectionFile, protections);
        return options;
    }

    private static void Write(string path, string text) => File.WriteAllText(path, text);

    private static List<string> FaultsOf(AccessOptions options)
    {
        var faults = new List<string>();
        AccessRules.Read(options, faults);
        return faults;
    }
}
