using GlancePortal.Domain.Import;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Hooks;

/// <summary>Section `Import:Hook`: the operator's own step.</summary>
public sealed class HookOptions
{
    /// <summary>Program and arguments; without a shell.</summary>
    public IReadOnlyList<string> Command { get; set; } = [];

    /// <summary>How long it may take.</summary>
    /// <value>5 minutes unless set.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Refuses a time in which nothing could be done.</summary>
internal sealed class HookOptionsRules : IValidateOptions<HookOptions>
{
    public ValidateOptionsResult Validate(string? name, HookOptions options) => options.Timeout <= TimeSpan.Zero
        ? ValidateOptionsResult.Fail("Import:Hook:Timeout: must be above 0.")
        : ValidateOptionsResult.Success;
}

/// <summary>Refuses the plugin where there is no command.</summary>
internal sealed class HookNamed(IOptions<HookOptions> hook) : IValidateOptions<ImportOptions>
{
    public ValidateOptionsResult Validate(string? name, ImportOptions options) =>
        options.Plugins.Contains(RunHook.PluginName) && hook.Value.Command.Count == 0
            ? ValidateOptionsResult.Fail("Import:Hook:Command: must name a program, since Import:Plugins has 'hook'.")
            : ValidateOptionsResult.Success;
}
