using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Access;

/// <summary>Section `Access`: who may do what, where the operator wants it otherwise.</summary>
public sealed class AccessOptions
{
    /// <summary>YAML or JSON file of rules by name, in the language of oslo.policy; null leaves the default rules as they are.</summary>
    public string? PolicyFile { get; set; }

    /// <summary>Glance's INI file of who may make, see, change and remove which custom properties; null protects none.</summary>
    public string? PropertyProtectionFile { get; set; }

    /// <summary>What the values in that file are.</summary>
    /// <value><see cref="PropertyProtectionFormat.Roles"/> unless set.</value>
    public PropertyProtectionFormat PropertyProtectionFormat { get; set; }

    /// <summary>Whether a request to `/v2` without a credential may look at what everybody sees.</summary>
    public bool AllowAnonymous { get; set; }
}

/// <summary>What the values of a property protection file are.</summary>
public enum PropertyProtectionFormat
{
    /// <summary>Lists of roles.</summary>
    Roles,

    /// <summary>Names of rules, one each.</summary>
    Policies,
}

/// <summary>Reads the files as the start would, and refuses what it could not use.</summary>
internal sealed class AccessOptionsRules : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var faults = new List<string>();
        AccessRules.Read(options, faults);
        return faults.Count > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }
}
