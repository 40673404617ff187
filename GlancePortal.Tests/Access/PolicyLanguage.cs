using GlancePortal.Domain.Access;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

/// <summary>The language of rules (glance-behaviour.md, default policies), asked by a member of `own` with the role `auditor`, whose service is `nova`.</summary>
[Trait("Suite", "unit")]
public sealed class PolicyLanguage
{
    private static readonly Caller Asker = Callers.Member("own") with
    {
        UserId = "me",
        Roles = RoleNames.Expand(["member", "auditor"]),
        ServiceRoles = RoleNames.Expand(["nova"]),
    };

    private static readonly PolicyTarget Own = new("own", Visibility: "private");
    private static readonly PolicyTarget Other = new("other", MemberId: "own", Visibility: "shared");

    [Theory]
    [InlineData("", true, true)]
    [InlineData("@", true, true)]
    [InlineData("!", false, false)]
    [InlineData("role:member", true, true)]
    [InlineData("role:MEMBER", true, true)]
    [InlineData("role:reader", true, true)]
    [InlineData("role:admin", false, false)]
    [InlineData("role:nova", false, false)]
    [InlineData("service_roles:nova", true, true)]
    [InlineData("project_id:%(project_id)s", true, false)]
    [InlineData("project_id:%(member_id)s", false, true)]
    [InlineData("tenant:%(owner)s", true, false)]
    [InlineData("project_id:own", true, true)]
    [InlineData("user_id:me", true, true)]
    [InlineData("user_id:%(project_id)s", false, false)]
    [InlineData("'shared':%(visibility)s", false, true)]
    [InlineData("\"private\":%(visibility)s", true, false)]
    [InlineData("None:%(member_id)s", true, false)]
    [InlineData("not role:member", false, false)]
    [InlineData("not not role:member", true, true)]
    [InlineData("NOT role:admin AND role:member", true, true)]
    [InlineData("role:member or role:admin and role:nobody", true, true)]
    [InlineData("(role:member or role:admin) and role:nobody", false, false)]
    [InlineData("not (role:member and role:admin)", true, true)]
    [InlineData("((role:member))", true, true)]
    [InlineData("( role:member and ( project_id:%(project_id)s or project_id:%(member_id)s ) )", true, true)]
    [InlineData("rule:context_is_admin or role:auditor", true, true)]
    [InlineData("role:member and\n  project_id:%(project_id)s", true, false)]
    public void A_rule_says_who_may(string text, bool own, bool other)
    {
        var faults = new List<string>();
        var policy = PolicyCompiler.Compile([new WrittenRule("get_image", text, "line 1")], [], faults);

        Assert.Empty(faults);
        Assert.Equal((own, other), (policy!.Allows("get_image", Asker, Own), policy.Allows("get_image", Asker, Other)));
    }

    [Theory]
    [InlineData("role:member role:admin", 13)]
    [InlineData("role:member or", 15)]
    [InlineData("and role:member", 1)]
    [InlineData("(role:member", 13)]
    [InlineData("role:member)", 12)]
    [InlineData("()", 2)]
    [InlineData("not", 4)]
    [InlineData("member", 1)]
    [InlineData("role:", 1)]
    [InlineData(":member", 1)]
    [InlineData("role:member or http://example", 16)]
    [InlineData("is_admin:True", 1)]
    [InlineData("project_id:%(size)s", 1)]
    [InlineData("role:%(project_id)s", 1)]
    [InlineData("'public':visibility", 1)]
    public void What_is_no_rule_is_refused_at_its_place(string text, int position)
    {
        var faults = new List<string>();

        Assert.Null(PolicyCompiler.Compile([new WrittenRule("get_image", text, "line 7")], [], faults));
        Assert.StartsWith($"line 7: rule 'get_image', character {position}: ", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_nested_without_end_is_refused()
    {
        var faults = new List<string>();
        var deep = new string('(', 100_000) + "role:member" + new string(')', 100_000);

        Assert.Null(PolicyCompiler.Compile([new WrittenRule("get_image", deep, "line 1"), new WrittenRule("get_images", string.Concat(Enumerable.Repeat("not ", 100_000)) + "@", "line 2")], [], faults));
        Assert.Equal(2, faults.Count(fault => fault.Contains("too deeply", StringComparison.Ordinal)));
    }

    [Fact]
    public void Who_has_no_project_owns_nothing()
    {
        var policy = PolicyCompiler.Compile([new WrittenRule("get_image", "project_id:%(project_id)s", "line 1")], [], [])!;

        Assert.False(policy.Allows("get_image", Asker with { ProjectId = null }, new PolicyTarget(null)));
    }

    [Fact]
    public void Every_default_rule_compiles_and_is_its_own_default()
    {
        Assert.All(DefaultPolicy.Rules, rule => Assert.True(Policy.Default.IsDefault(rule.Name), rule.Name));
        Assert.Equal(DefaultPolicy.Rules.Count, DefaultPolicy.Rules.Select(rule => rule.Name).Distinct().Count());
    }

    [Fact]
    public void Every_name_that_the_program_asks_for_has_a_default()
    {
        var names = typeof(PolicyNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.All(names, name => Assert.Contains(DefaultPolicy.Rules, rule => rule.Name == name));
    }

    [Fact]
    public void A_rule_stops_being_a_default_with_what_it_refers_to()
    {
        var policy = PolicyCompiler.Compile([new WrittenRule("context_is_admin", "role:boss", "line 1")], [], [])!;

        Assert.False(policy.IsDefault("modify_image"));
        Assert.False(policy.IsDefault("context_is_admin"));
        Assert.True(policy.IsDefault("service_api"));
    }

    [Fact]
    public void A_rule_written_as_the_default_still_is_one()
    {
        var written = DefaultPolicy.Rules.Select(rule => new WrittenRule(rule.Name, $" {rule.Text} ", "line 1")).ToList();

        Assert.True(PolicyCompiler.Compile(written, [], [])!.IsDefault("get_image"));
    }

    [Fact]
    public void The_program_is_held_back_by_no_rule_and_the_token_of_a_domain_by_every_one()
    {
        var closed = PolicyCompiler.Compile([new WrittenRule("get_image", "!", "line 1"), new WrittenRule("get_images", "@", "line 2")], [], [])!;
        var ofDomain = Callers.Admin() with { ProjectId = null, ScopeDomainId = "default" };

        Assert.True(closed.Allows("get_image", Caller.System, default));
        Assert.True(closed.Allows("get_image", Caller.System with { RequestId = "req-1" }, default));
        Assert.False(closed.Allows("get_images", ofDomain, default));
    }

    [Fact]
    public void Who_showed_no_credential_only_ever_reads()
    {
        var open = PolicyCompiler.Compile([new WrittenRule("get_images", "@", "line 1"), new WrittenRule("delete_image", "@", "line 2")], [], [])!;

        Assert.True(open.Allows("get_images", Caller.AnonymousReader, default));
        Assert.False(open.Allows("delete_image", Caller.AnonymousReader, default));
        Assert.True(open.Allows("delete_image", Callers.With("guest"), default));
    }
}
