using GlancePortal.Domain.Access;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Access;

/// <summary>Glance's property protection file (glance-behaviour.md, property protections).</summary>
[Trait("Suite", "unit")]
public sealed class PropertyProtectionFiles
{
    private const string Sections = """
        # the first section that covers a name decides
        [^x_billing]
        create = admin, Billing
        read: admin,
          billing, member
        update = billing
        delete =

        [owned[0-9]+$]
        create = @
        read = @, admin
        update = !
        delete = !, admin
        [^x_]
        create = member
        read = member
        update = member
        delete = member
        """;

    [Theory]
    [InlineData("member", "x_billing_code", "read")]
    [InlineData("reader", "x_billing_code", "")]
    [InlineData("billing", "x_billing_code", "create read update")]
    [InlineData("admin", "x_billing_code", "create read")]
    [InlineData("reader", "who_owned7", "create read")]
    [InlineData("reader", "who_owned7x", "")]
    [InlineData("member", "x_other", "create read update delete")]
    [InlineData("admin", "not_covered", "")]
    [InlineData("reader", "os_glance_import_task", "create read update delete")]
    [InlineData("admin", "my_os_glance", "")]
    public void The_first_section_that_covers_a_name_decides(string role, string name, string allowed)
    {
        var faults = new List<string>();
        var protections = new PropertyProtections(PropertyProtectionFile.Read(Sections, PropertyProtectionFormat.Roles, faults), Policy.Default);

        Assert.Empty(faults);
        Assert.Equal(allowed, Allowed(protections, Callers.With(role), name));
    }

    [Fact]
    public void The_roles_of_a_service_count_too()
    {
        var protections = new PropertyProtections(PropertyProtectionFile.Read(Sections, PropertyProtectionFormat.Roles, []), Policy.Default);
        var caller = Callers.Reader() with { ServiceRoles = RoleNames.Expand(["billing"]) };

        Assert.Equal("create read update", Allowed(protections, caller, "x_billing_code"));
    }

    [Fact]
    public void With_policies_a_value_is_the_name_of_a_rule()
    {
        const string Text = "[.*]\ncreate = context_is_admin\nread = @\nupdate = curators\ndelete = !\n";
        var policy = PolicyCompiler.Compile([new WrittenRule("curators", "role:curator", "line 1")], ["curators"], [])!;
        var faults = new List<string>();
        var protections = new PropertyProtections(PropertyProtectionFile.Read(Text, PropertyProtectionFormat.Policies, faults), policy);

        Assert.Empty(faults);
        Assert.Equal("create read", Allowed(protections, Callers.Admin(), "any"));
        Assert.Equal("read update", Allowed(protections, Callers.With("curator"), "any"));
    }

    [Theory]
    [InlineData("[a]\ncreate=@\nread=@\nupdate=@\n", "line 1: [a]: delete is missing.")]
    [InlineData("\n[a]\ncreate=@,!\nread=@\nupdate=@\ndelete=@\n", "line 2: [a]: create has both '@' and '!'.")]
    [InlineData("[a]\ncreate=x,y\nread=@\nupdate=@\ndelete=@\n", "line 1: [a]: create names several rules; combine them in the policy file.")]
    [InlineData("[a]\ncreate=x\nread=@\nupdate=@\ndelete=@\nremove=@\n", "line 1: [a] has 'remove'; there are create, read, update, delete.")]
    [InlineData("[a]\ncreate=x\nread=@\nread=!\nupdate=@\ndelete=@\n", "line 4: 'read' is there twice in [a].")]
    [InlineData("[a]\ncreate=x\nread=@\nupdate=@\ndelete=@\n[a]\ncreate=x\nread=@\nupdate=@\ndelete=@\n", "line 6: the section [a] is there twice.")]
    [InlineData("create = @\n", "line 1: 'create = @' is neither a [section] nor a key with a value below one.")]
    [InlineData("[a]\ncreate=x\nread=@\nupdate=@\ndelete=@\nrubbish\n", "line 6: 'rubbish' is neither a [section] nor a key with a value below one.")]
    public void What_cannot_be_meant_is_refused_with_its_line(string text, string fault)
    {
        var faults = new List<string>();
        PropertyProtectionFile.Read(text, PropertyProtectionFormat.Policies, faults);

        Assert.Equal([fault], faults);
    }

    [Fact]
    public void An_expression_that_takes_for_ever_allows_nothing()
    {
        const string Text = "[^(a+)+$]\ncreate=@\nread=@\nupdate=@\ndelete=@\n[.*]\ncreate=@\nread=@\nupdate=@\ndelete=@\n";
        var protections = new PropertyProtections(PropertyProtectionFile.Read(Text, PropertyProtectionFormat.Roles, []), Policy.Default);

        Assert.False(protections.Allows(Callers.Admin(), PropertyOperation.Read, new string('a', 200) + "!"));
    }

    private static string Allowed(PropertyProtections protections, Caller caller, string name) => string.Join(
        ' ', Enum.GetValues<PropertyOperation>().Where(operation => protections.Allows(caller, operation, name)).Select(operation => operation.ToString().ToLowerInvariant()));
}
