using GlancePortal.Domain.Identity;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Identity;

[Trait("Suite", "unit")]
public sealed class BootstrapFileFaults : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{", "Identity:Bootstrap:File: ")]
    [InlineData("""{ "users": [ { "name": "x", "pasword": "y" } ] }""", "pasword")]
    [InlineData("""{ "users": [ { "password": "y" } ] }""", "users[0] needs a name")]
    [InlineData("""{ "users": [ { "name": "x", "password": "" } ] }""", "users[0]: the password is empty.")]
    [InlineData("""{ "users": [ { "name": "x", "roles": { "admin": ["boss"] } } ] }""", "users[0]: there is no role 'boss'; there are reader, member, manager, admin, service.")]
    [InlineData("""{ "projects": [ { "name": "x" }, { "name": "x" } ] }""", "projects: 'x' is there twice.")]
    [InlineData("""{ "users": [ { "name": "x" }, { "name": "X" } ] }""", "users: 'X' is there twice.")]
    [InlineData("""{ "projects": [ { "id": "a/b", "name": "x" } ] }""", "projects[0]: the id 'a/b'")]
    [InlineData("""{ "domains": null }""", "Identity:Bootstrap:File: ")]
    public void A_fault_of_the_file_is_named(string content, string fault)
    {
        var path = _folder.File("people.json");
        File.WriteAllText(path, content);

        var failures = Validate(path);

        Assert.Contains(failures, failure => failure.StartsWith("Identity:Bootstrap:File: ", StringComparison.Ordinal) && failure.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault() => Assert.Contains("cannot be read", Assert.Single(Validate(_folder.File("nothing"))), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_of_the_section_is_named()
    {
        var options = new PortalIdentityOptions
        {
            TokenLifetime = TimeSpan.Zero,
            SessionLifetime = -TimeSpan.FromSeconds(1),
            SignIn = new SignInOptions { MaxFailures = 0 },
            Bootstrap = new BootstrapOptions { AdminPassword = "" },
        };

        Assert.Equal(4, new PortalIdentityOptionsRules().Validate(null, options).Failures!.Count());
    }

    private static IEnumerable<string> Validate(string path) =>
        new PortalIdentityOptionsRules().Validate(null, new PortalIdentityOptions { Bootstrap = new BootstrapOptions { File = path } }).Failures ?? [];
}
