using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>Debian's unmodified `openstack` on users, projects, roles and application credentials.</summary>
[Trait("Suite", "cli")]
public sealed class OpenStackIdentity(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private OpenStack Admin => new(portal.Credentials("admin", "admin"));

    [Fact]
    public async Task The_catalogue_leads_to_both_services()
    {
        var services = (await new OpenStack(portal.Credentials("alice", "alpha")).JsonAsync("catalog", "list")).AsArray();

        Assert.Equal(["identity", "image"], services.Select(service => (string?)service!["Type"]).Order());
    }

    [Fact]
    public async Task An_administrator_makes_a_project_and_a_user_with_a_role_who_signs_in_and_loses_it_again()
    {
        await Admin.RunAsync("project", "create", "--description", "made by the client", "gamma");
        await Admin.RunAsync("project", "set", "--description", "changed", "gamma");
        Assert.Equal("changed", (string?)(await Admin.JsonAsync("project", "show", "gamma"))["description"]);
        await Admin.RunAsync("user", "create", "--password", PortalFactory.Password, "dave");
        await Admin.RunAsync("role", "add", "--user", "dave", "--project", "gamma", "member");
        var assignments = (await Admin.JsonAsync("role", "assignment", "list", "--user", "dave", "--names")).AsArray();
        Assert.Equal("member", (string?)assignments.Single()!["Role"]);

        var dave = new OpenStack(portal.Credentials("dave", "gamma"));
        Assert.Equal("gamma", (string?)(await dave.JsonAsync("project", "list")).AsArray().Single()!["Name"]);

        await Admin.RunAsync("role", "remove", "--user", "dave", "--project", "gamma", "member");
        await dave.RefusedAsync("HTTP 401", "token", "issue");
        await Admin.RunAsync("user", "delete", "dave");
        await Admin.RunAsync("project", "delete", "gamma");
        Assert.DoesNotContain("gamma", await Admin.RunAsync("project", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_administers_nothing() =>
        await new OpenStack(portal.Credentials("bob", "beta")).RefusedAsync("HTTP 403", "user", "list");

    [Fact]
    public async Task A_user_changes_the_own_password()
    {
        await Admin.RunAsync("user", "create", "--password", PortalFactory.Password, "erin");
        await Admin.RunAsync("role", "add", "--user", "erin", "--project", "alpha", "reader");
        var who = portal.Credentials("erin", "alpha");
        var erin = new OpenStack(who);

        await erin.RunAsync("user", "password", "set", "--password", "another one", "--original-password", PortalFactory.Password);

        await erin.RefusedAsync("HTTP 401", "token", "issue");
        await new OpenStack(new Dictionary<string, string>(who) { ["OS_PASSWORD"] = "another one" }).RunAsync("token", "issue");
    }

    [Fact]
    public async Task An_application_credential_signs_in_until_it_is_deleted()
    {
        var who = portal.Credentials("alice", "alpha");
        var alice = new OpenStack(who);
        var made = await alice.JsonAsync("application", "credential", "create", "--role", "reader", "--expiration", "2099-01-01T00:00:00", "robot");
        var robot = new OpenStack(new Dictionary<string, string>
        {
            ["OS_AUTH_TYPE"] = "v3applicationcredential",
            ["OS_AUTH_URL"] = who["OS_AUTH_URL"],
            ["OS_APPLICATION_CREDENTIAL_ID"] = (string)made["id"]!,
            ["OS_APPLICATION_CREDENTIAL_SECRET"] = (string)made["secret"]!,
            ["HOME"] = who["HOME"],
        });
        Assert.Equal((string?)made["project_id"], (string?)(await robot.JsonAsync("token", "issue"))["project_id"]);
        Assert.Contains("robot", await alice.RunAsync("application", "credential", "list"), StringComparison.Ordinal);

        await alice.RunAsync("application", "credential", "delete", "robot");

        await robot.RefusedAsync("HTTP 401", "token", "issue");
    }
}
