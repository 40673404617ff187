namespace GlancePortal.E2E.Support;

/// <summary>Someone who signs in.</summary>
public sealed record Person(string Name, string Password);

/// <summary>Who there is in a fresh portal.</summary>
public static class People
{
    public const string Project = "alpha";
    public const string ProjectId = "11111111111111111111111111111111";
    public const string AdminPassword = "correct-horse-admin-7";

    public static Person Admin { get; } = new("admin", AdminPassword);

    public static Person Alice { get; } = new("alice", "correct-horse-alice-7");

    public static Person Bob { get; } = new("bob", "correct-horse-bob-7");

    public static Person Carol { get; } = new("carol", "correct-horse-carol-7");

    /// <summary>The file that the program makes them from: alice and bob are members of alpha, carol reads.</summary>
    internal static object Bootstrap { get; } = new
    {
        projects = new[] { new { id = ProjectId, name = Project } },
        users = new object[]
        {
            User(Alice, Project, "member"),
            User(Bob, Project, "member"),
            User(Carol, Project, "reader"),
        },
    };

    private static object User(Person person, string project, string role) => new
    {
        name = person.Name,
        password = person.Password,
        roles = new Dictionary<string, string[]> { [project] = [role] },
    };
}
