using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Import;

/// <summary>Why an import is not begun.</summary>
internal static class ImportRefusals
{
    public static InvalidInputException MethodOff(string method, IEnumerable<string> enabled) => new(
        $"Import method '{method}' is not enabled here; these are: {string.Join(", ", enabled.DefaultIfEmpty("none"))}.", "import.method_off");

    public static NotFoundException NoStaging() =>
        NotFoundException.SwitchedOff("There is no staging area here: import method glance-direct is not enabled.", "import.method_off");

    public static ConflictException Locked(Guid imageId) => new(
        $"Another import of image {imageId} runs; it can be followed by its tasks.", "import.locked");

    public static ConflictException NotStaged(Guid imageId) => new(
        $"Image {imageId} has no staged data: send it with PUT /v2/images/{imageId}/stage first.", "import.not_staged");

    public static ConflictException AlreadyStaged(Guid imageId) => new(
        $"Image {imageId} has staged data already: import it, or delete the image.", "import.already_staged");

    public static ConflictException FormatsMissing() => new(
        "disk_format and container_format must be set before data is imported.", "image.formats_missing");

    public static ConflictException NotActive(Guid imageId) => new(
        $"Image {imageId} is not active: only the data of active images can be copied.", "import.not_active");

    public static ConflictException UnknownStore(string id, IEnumerable<string> known) => new(
        $"There is no store '{id}'; there are: {string.Join(", ", known)}.", "store.not_there");
}
