using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Identity;

/// <summary>Rules of the section `Identity`, the bootstrap file's content among them.</summary>
internal sealed class PortalIdentityOptionsRules : IValidateOptions<PortalIdentityOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalIdentityOptions options)
    {
        string[] faults = [.. Faults(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(PortalIdentityOptions options)
    {
        (string Key, TimeSpan Value)[] lengths =
        [
            ("Identity:TokenLifetime", options.TokenLifetime),
            ("Identity:SessionLifetime", options.SessionLifetime),
            ("Identity:SignIn:Pause", options.SignIn.Pause),
            ("Identity:SignIn:MaxPause", options.SignIn.MaxPause),
        ];
        foreach (var (key, _) in lengths.Where(length => length.Value <= TimeSpan.Zero))
        {
            yield return $"{key}: must be longer than zero.";
        }

        if (options.SignIn.MaxFailures < 1)
        {
            yield return "Identity:SignIn:MaxFailures: must be at least 1.";
        }

        if (options.Bootstrap.AdminPassword is "")
        {
            yield return "Identity:Bootstrap:AdminPassword: must not be empty.";
        }

        if (options.Bootstrap.File is { Length: > 0 } file)
        {
            foreach (var fault in FileFaults(file))
            {
                yield return $"Identity:Bootstrap:File: {fault}";
            }
        }
    }

    private static IEnumerable<string> FileFaults(string path)
    {
        try
        {
            return BootstrapFileRules.FaultsOf(BootstrapFile.Read(path));
        }
        catch (BootstrapFaultException fault)
        {
            return [fault.Message];
        }
    }
}
