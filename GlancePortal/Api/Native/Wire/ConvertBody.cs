using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import;

namespace GlancePortal.Api.Native.Wire;

/// <summary>What an image is to be converted into.</summary>
internal sealed record ConvertRequest
{
    public string? DiskFormat { get; init; }

    public string? Compression { get; init; }

    public bool Replace { get; init; }

    public string? Name { get; init; }

    public bool FromIso { get; init; }

    public ConversionDraft ToDraft() => new(DiskFormat ?? throw new InvalidInputException("diskFormat says into what, for example qcow2.", "convert.invalid"))
    {
        Compression = Compression is null or "none" ? null : Compression,
        Replaces = Replace,
        Name = Name,
        TakesIso = FromIso,
    };
}

/// <summary>A conversion that has begun.</summary>
internal sealed record ConvertBody(Guid JobId, Guid ImageId);
