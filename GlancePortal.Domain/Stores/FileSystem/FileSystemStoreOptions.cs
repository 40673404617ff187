using System.Globalization;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Stores.FileSystem;

/// <summary>Keys of a store of type <c>File</c>.</summary>
public sealed class FileSystemStoreOptions
{
    /// <summary>Folders that hold one file per image, each <c>path</c> or <c>path:priority</c>, also as one text with commas.</summary>
    /// <value><c>DataDirectory/stores/&lt;id&gt;</c> unless set.</value>
    public IReadOnlyList<string> Directories { get; set; } = [];
}

/// <summary>A folder of a file store.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Priority">Folders with a higher one are filled first.</param>
internal sealed record StoreDirectory(string Path, int Priority)
{
    public static StoreDirectory Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var priority = 0;
        var hasPriority = colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out priority);
        var path = System.IO.Path.GetFullPath(hasPriority ? text[..colon] : text);
        return new StoreDirectory(System.IO.Path.TrimEndingDirectorySeparator(path), priority);
    }
}

/// <summary>Refuses folders that cannot be told apart.</summary>
internal sealed class FileSystemStoreOptionsRules : IValidateOptions<FileSystemStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, FileSystemStoreOptions options)
    {
        var twice = options.Directories
            .Select(StoreDirectory.Parse)
            .GroupBy(directory => directory.Path, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"Stores:Backends:{name}:Directories: '{group.Key}' is named twice.")
            .ToList();
        return twice.Count > 0 ? ValidateOptionsResult.Fail(twice) : ValidateOptionsResult.Success;
    }
}
