using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Import;

/// <summary>Where a client says that an image's data is.</summary>
/// <param name="HashAlgorithm">Name of the hash that the data must have; null takes the configured one.</param>
/// <param name="HashValue">That hash in hex; null when the client knows none.</param>
public sealed record LocationDraft(string? HashAlgorithm, string? HashValue)
{
    /// <summary>Refuses a hash that cannot be one.</summary>
    /// <param name="defaultAlgorithm">The configured hash.</param>
    /// <exception cref="InvalidInputException">Unknown algorithm, not hex, or of the wrong length. Answered 400.</exception>
    public void Check(string defaultAlgorithm)
    {
        if (HashValue is null)
        {
            return;
        }

        var algorithm = HashAlgorithm ?? defaultAlgorithm;
        var digits = ExpectedDigest.DigitsOf(algorithm)
            ?? throw new InvalidInputException($"os_hash_algo '{algorithm}' is not known.", "location.hash_invalid");
        if (!ExpectedDigest.IsDigest(algorithm, HashValue))
        {
            throw new InvalidInputException($"os_hash_value must have {digits} hexadecimal digits for {algorithm}.", "location.hash_invalid");
        }
    }

    /// <summary>What everybody is told who may add or see locations.</summary>
    public static ForbiddenException SwitchedOff() => new("Locations of images are switched off here.", "location.off");
}
