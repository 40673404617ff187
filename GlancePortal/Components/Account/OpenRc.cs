using GlancePortal.Api.V3;
using GlancePortal.Components.Shared;

namespace GlancePortal.Components.Account;

/// <summary>The variables that OpenStack's command-line client reads, as a file for a shell.</summary>
internal static class OpenRc
{
    public static string For(Profile who, ProjectOfProfile project, string baseAddress, string passwordPrompt)
    {
        (string Name, string Value)[] variables =
        [
            ("OS_AUTH_URL", baseAddress + "/v3"),
            ("OS_IDENTITY_API_VERSION", "3"),
            ("OS_IMAGE_API_VERSION", "2"),
            ("OS_REGION_NAME", V3Catalog.Region),
            ("OS_USERNAME", who.Name),
            ("OS_USER_DOMAIN_NAME", who.Domain),
            ("OS_PROJECT_NAME", project.Name),
            ("OS_PROJECT_DOMAIN_NAME", project.Domain),
        ];
        var lines = variables.Select(variable => $"export {variable.Name}={ShellQuote.Of(variable.Value)}");
        // The password is asked for when the file is sourced, and never written down.
        return string.Join('\n', lines)
            + $"\n[ -n \"$OS_PASSWORD\" ] || {{ printf %s {ShellQuote.Of(passwordPrompt + " ")} >&2; read -rs OS_PASSWORD; echo >&2; }}\nexport OS_PASSWORD\n";
    }
}
