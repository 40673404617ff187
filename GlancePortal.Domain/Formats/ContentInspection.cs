using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Formats;

/// <summary>What is done about content that is not what its image declares.</summary>
public enum InspectionMode
{
    /// <summary>It is refused.</summary>
    Enforce,

    /// <summary>It is accepted and the log says so; what is unsafe is refused all the same.</summary>
    Warn,

    /// <summary>Everything is accepted.</summary>
    Off,
}

/// <summary>Holds contents against <see cref="ContentRules"/> as far as the operator wants it: the one gate of every door.</summary>
/// <param name="options">How strict it is.</param>
/// <param name="logger">Told of what passes with a warning.</param>
public sealed partial class ContentInspection(IOptionsMonitor<ImageOptions> options, ILogger<ContentInspection> logger)
{
    /// <summary>Refuses content that may not be stored.</summary>
    /// <param name="image">The image that declares what it is.</param>
    /// <param name="report">What it looks like.</param>
    /// <param name="diskFormat">What it is stored as, where a step has changed that; null takes the image's.</param>
    /// <param name="containerFormat">Likewise.</param>
    /// <returns>Why it would have been refused if warnings were none; null when it is what it should be.</returns>
    /// <exception cref="ContentMismatchException">It was recognised as something else, or not as what was declared.</exception>
    /// <exception cref="UnsafeContentException">It refers to data outside itself, or no tool opens it.</exception>
    /// <exception cref="CompressionNotAcceptedException">Its compression is not taken.</exception>
    public DomainException? Require(Image image, FormatReport report, string? diskFormat = null, string? containerFormat = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(report);
        var rules = options.CurrentValue;
        DomainException? pardoned = null;
        var faults = rules.Inspection == InspectionMode.Off
            ? []
            : ContentRules.Faults(diskFormat ?? image.DiskFormat!, containerFormat ?? image.ContainerFormat!, report, rules.Qcow2Compressions);
        foreach (var fault in faults)
        {
            // glance-behaviour.md, section 26: a mismatch may pass with a warning, what is unsafe may not.
            if (rules.Inspection == InspectionMode.Enforce || fault is UnsafeContentException)
            {
                throw fault;
            }

            LogPardoned(image.Id, fault.Code, fault.Message);
            pardoned ??= fault;
        }

        return pardoned;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Content of image {ImageId} would be refused if Images:Inspection were Enforce ({Code}): {Reason}")]
    private partial void LogPardoned(Guid imageId, string code, string reason);
}
