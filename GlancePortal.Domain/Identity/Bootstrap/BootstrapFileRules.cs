using GlancePortal.Domain.Access;

namespace GlancePortal.Domain.Identity;

/// <summary>What a bootstrap file must fulfil by itself, before anything is looked up.</summary>
internal static class BootstrapFileRules
{
    private const int LongestId = 64;
    private const int LongestName = 255;

    /// <summary>Every fault, naming its entry.</summary>
    public static IEnumerable<string> FaultsOf(BootstrapFile file) =>
    [
        .. file.Domains.SelectMany((domain, i) => NamedFaults($"domains[{i}]", domain.Id, domain.Name)),
        .. file.Projects.SelectMany((project, i) => NamedFaults($"projects[{i}]", project.Id, project.Name)),
        .. file.Users.SelectMany((user, i) => NamedFaults($"users[{i}]", user.Id, user.Name).Concat(UserFaults($"users[{i}]", user))),
        .. Twice("domains", file.Domains.Select(domain => domain.Name)),
        .. Twice("projects", file.Projects.Select(project => $"{project.Domain}/{project.Name}")),
        .. Twice("users", file.Users.Select(user => $"{user.Domain}/{IdentityQueries.Normalize(user.Name ?? "")}")),
        .. Twice("domains", file.Domains.Select(domain => domain.Id)),
        .. Twice("projects", file.Projects.Select(project => project.Id)),
        .. Twice("users", file.Users.Select(user => user.Id)),
    ];

    private static IEnumerable<string> NamedFaults(string entry, string? id, string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
        {
            yield return $"{entry} needs a name of at most {LongestName} characters.";
        }

        if (id is not null && (id.Length is 0 or > LongestId || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
        {
            yield return $"{entry}: the id '{id}' must have 1 to {LongestId} letters, digits, '-' or '_'.";
        }
    }

    private static IEnumerable<string> UserFaults(string entry, BootstrapUser user)
    {
        if (user.Password is "")
        {
            yield return $"{entry}: the password is empty.";
        }

        foreach (var role in user.Roles.Values.SelectMany(roles => roles).Distinct())
        {
            if (!RoleNames.All.Contains(role))
            {
                yield return $"{entry}: there is no role '{role}'; there are {string.Join(", ", RoleNames.All)}.";
            }
        }
    }

    private static IEnumerable<string> Twice(string list, IEnumerable<string?> keys) =>
        keys.OfType<string>().GroupBy(key => key).Where(group => group.Count() > 1).Select(group => $"{list}: '{group.Key.TrimStart('/')}' is there twice.");
}
