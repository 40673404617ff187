using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Access;

/// <summary>The operator's rules as they hold now. Files that changed are read again; what cannot be used leaves the rules as they were.</summary>
public sealed partial class RulesInForce
{
    private readonly AccessOptions _options;
    private readonly ILogger<RulesInForce> _logger;
    private volatile AccessRules _current;
    private (string?, DateTime, long)[] _seen;
    private (string?, DateTime, long)[] _looked;

    /// <summary>Reads the files.</summary>
    /// <param name="options">Which files; the start has found them in order.</param>
    /// <param name="logger">Told what changed, and what is wrong with it.</param>
    /// <exception cref="OptionsValidationException">A file became unusable since.</exception>
    public RulesInForce(IOptions<AccessOptions> options, ILogger<RulesInForce> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _logger) = (options.Value, logger);
        _looked = _seen = Look();
        var faults = new List<string>();
        _current = AccessRules.Read(_options, faults) ?? throw new OptionsValidationException("Access", typeof(AccessOptions), faults);
    }

    /// <summary>The rules; who needs several answers that fit together asks once.</summary>
    public AccessRules Current => _current;

    /// <summary>Whether there is a file that can change.</summary>
    internal bool HasFiles => !string.IsNullOrEmpty(_options.PolicyFile) || !string.IsNullOrEmpty(_options.PropertyProtectionFile);

    /// <summary>Reads the files again if one of them has changed since the last time.</summary>
    internal void Refresh()
    {
        // Looked at before it is read: what is written meanwhile is seen the next time. A file that has only begun to change is left to its writer:
        // half a file may be a good one that forbids less.
        var now = Look();
        var isStill = now.SequenceEqual(_looked);
        _looked = now;
        if (!isStill || now.SequenceEqual(_seen))
        {
            return;
        }

        _seen = now;
        var faults = new List<string>();
        if (now.Any(file => file is { Item1: not null, Item3: 0 }))
        {
            LogRefused("a file is empty; to take its rules back, take the setting that names it away.");
            return;
        }

        if (AccessRules.Read(_options, faults) is { } rules)
        {
            _current = rules;
            LogRead();
            return;
        }

        foreach (var fault in faults)
        {
            LogRefused(fault);
        }
    }

    private (string?, DateTime, long)[] Look() => [Look(_options.PolicyFile), Look(_options.PropertyProtectionFile)];

    private static (string?, DateTime, long) Look(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return default;
        }

        try
        {
            // Links are followed: a mounted configuration is changed by turning one.
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return (file.FullName, file.LastWriteTimeUtc, file.Length);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The access rules were read again from their files and hold from now on")]
    private partial void LogRead();

    [LoggerMessage(Level = LogLevel.Error, Message = "Changed access rules cannot be used, those before stay in force: {Fault}")]
    private partial void LogRefused(string fault);
}
