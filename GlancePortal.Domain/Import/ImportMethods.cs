using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Import;

/// <summary>The ways by which data comes into an image, other than an upload: none yet.</summary>
public static class ImportMethods
{
    /// <summary>Those that can be used, by Glance's names.</summary>
    public static IReadOnlyList<string> Enabled { get; } = [];

    /// <summary>What a client is told that asks for another one. Answered 400.</summary>
    public static InvalidInputException NotEnabled(string method) => new($"Import method '{method}' is not enabled here.", "import.method_off");

    /// <summary>What a client is told that stages data. Answered 404.</summary>
    public static NotFoundException NoStaging() =>
        NotFoundException.SwitchedOff("There is no staging area here: import method glance-direct is not enabled.", "import.method_off");

    /// <summary>What a client is told whose import is right in itself. Answered 403.</summary>
    public static ForbiddenException SwitchedOff() => new("Importing is switched off here: no import method is enabled.", "import.off");
}
