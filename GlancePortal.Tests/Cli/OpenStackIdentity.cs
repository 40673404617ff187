using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>Debian's unmodified `openstack` on users, projects, roles and application credentials.</summary>
[Trait("Suite", "cli")]
public sealed class OpenStackIdentity(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IReadOnlyDictionary<string, string> Admin => portal.Credentials("admin", "admin");

    [Fact]
    public async Task The_catalogue_leads_to_both_services()
    {
        var services = (await JsonAsync(portal.Credentials("alice", "alpha"), "catalog", "list")).AsArray();

        Assert.Equal(["identity", "image"], services.Select(service => (string?)service!["Type"]).Order());
    }

    [Fact]
    public async Task An_administrator_makes_a_project_and_a_user_with_a_role_who_signs_in_and_loses_it_again()
    {
        await RunAsync(Admin, "project", "create", "--description", "made by the client", "gamma");
        await RunAsync(Admin, "project", "set", "--description", "changed", "gamma");
        Assert.Equal("changed", (string?)(await JsonAsync(Admin, "project", "show", "gamma"))["description"]);
        await RunAsync(Admin, "user", "create", "--password", PortalFactory.Password, "dave");
        await RunAsync(Admin, "role", "add", "--user", "dave", "--project", "gamma", "member");
        var assignments = (await JsonAsync(Admin, "role", "assignment", "list", "--user", "dave", "--names")).AsArray();
        Assert.Equal("member", (string?)assignments.Single()!["Role"]);

        var dave = portal.Credentials("dave", "gamma");
        Assert.Equal("gamma", (string?)(await JsonAsync(dave, "project", "list")).AsArray().Single()!["Name"]);

        await RunAsync(Admin, "role", "remove", "--user", "dave", "--project", "gamma", "member");
        await RefusedAsync(dave, "401", "token", "issue");
        await RunAsync(Admin, "user", "delete", "dave");
        await RunAsync(Admin, "project", "delete", "gamma");
        Assert.DoesNotContain("gamma", await RunAsync(Admin, "project", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_administers_nothing() =>
        await RefusedAsync(portal.Credentials("bob", "beta"), "403", "user", "list");

    [Fact]
    public async Task A_user_changes_the_own_password()
    {
        await RunAsync(Admin, "user", "create", "--password", PortalFactory.Password, "erin");
        await RunAsync(Admin, "role", "add", "--user", "erin", "--project", "alpha", "reader");
        var erin = portal.Credentials("erin", "alpha");

        await RunAsync(erin, "user", "password", "set", "--password", "another one", "--original-password", PortalFactory.Password);

        await RefusedAsync(erin, "401", "token", "issue");
        await RunAsync(new Dictionary<string, string>(erin) { ["OS_PASSWORD"] = "another one" }, "token", "issue");
    }

    [Fact]
    public async Task An_application_credential_signs_in_until_it_is_deleted()
    {
        var alice = portal.Credentials("alice", "alpha");
        var made = await JsonAsync(alice, "application", "credential", "create", "--role", "reader", "--expiration", "2099-01-01T00:00:00", "robot");
        var robot = new Dictionary<string, string>
        {
            ["OS_AUTH_TYPE"] = "v3applicationcredential",
            ["OS_AUTH_URL"] = alice["OS_AUTH_URL"],
            ["OS_APPLICATION_CREDENTIAL_ID"] = (string)made["id"]!,
            ["OS_APPLICATION_CREDENTIAL_SECRET"] = (string)made["secret"]!,
        };
        Assert.Equal((string?)made["project_id"], (string?)(await JsonAsync(robot, "token", "issue"))["project_id"]);
        Assert.Contains("robot", await RunAsync(alice, "application", "credential", "list"), StringComparison.Ordinal);

        await RunAsync(alice, "application", "credential", "delete", "robot");

        await RefusedAsync(robot, "401", "token", "issue");
    }

    private static async Task RefusedAsync(IReadOnlyDictionary<string, string> who, string status, params string[] arguments)
    {
        var (exit, _, error) = await Command.TryAsync("openstack", arguments, who, Cancellation);
        Assert.NotEqual(0, exit);
        Assert.Contains($"HTTP {status}", error, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> JsonAsync(IReadOnlyDictionary<string, string> who, params string[] arguments) =>
        JsonNode.Parse(await RunAsync(who, [.. arguments, "-f", "json"]))!;

    private static Task<string> RunAsync(IReadOnlyDictionary<string, string> who, params string[] arguments) =>
        Command.RunAsync("openstack", arguments, who, Cancellation);
}
