using System.CommandLine;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Metadefs;
using GlancePortal.Hosting;

namespace GlancePortal.Cli;

/// <summary>`metadefs load | unload | export`: what Glance's `db_load_metadefs` and its siblings do, on the same files.</summary>
internal static class MetadefVerbs
{
    private const int Found = 1;

    public static Command Create(VerbHost host) => new("metadefs", "The catalogue of metadata definitions.")
    {
        Load(host),
        Unload(host),
        Export(host),
    };

    private static Command Load(VerbHost host)
    {
        var path = new Option<string?>("--path") { Description = "A JSON file, or a folder of them. Without it: the definitions that come with the program." };
        var merge = new Option<bool>("--merge") { Description = "Add to namespaces that are there what they lack, instead of leaving them alone." };
        var preferNew = new Option<bool>("--prefer-new", "--prefer_new") { Description = "With --merge: replace what differs, too." };
        var overwrite = new Option<bool>("--overwrite") { Description = "With --merge: remove namespaces that are there first." };
        var load = new Command("load", "Load definitions from files.") { path, merge, preferNew, overwrite };
        load.Validators.Add(given =>
        {
            if ((given.GetValue(preferNew) || given.GetValue(overwrite)) && !given.GetValue(merge))
            {
                given.AddError("--prefer-new and --overwrite need --merge.");
            }
            else if (given.GetValue(preferNew) && given.GetValue(overwrite))
            {
                given.AddError("--prefer-new and --overwrite exclude each other.");
            }
        });
        load.SetAction((given, stopping) =>
        {
            var how = (given.GetValue(merge), given.GetValue(preferNew), given.GetValue(overwrite)) switch
            {
                (false, _, _) => MetadefMerge.Skip,
                (_, true, _) => MetadefMerge.PreferNew,
                (_, _, true) => MetadefMerge.Overwrite,
                _ => MetadefMerge.AddMissing,
            };
            return host.RunAsync<MetadefCatalogue>((catalogue, token) => LoadAsync(catalogue, given.GetValue(path), how, token), stopping);
        });
        return load;
    }

    private static Command Unload(VerbHost host)
    {
        var unload = new Command("unload", "Remove all definitions, protected ones too.");
        unload.SetAction((_, stopping) => host.RunAsync<MetadefCatalogue>(
            async (catalogue, token) =>
            {
                await Console.Out.WriteLineAsync($"Removed {await catalogue.UnloadAsync(token)} namespaces.");
                return 0;
            },
            stopping));
        return unload;
    }

    private static Command Export(VerbHost host)
    {
        var path = new Option<string>("--path") { Description = "The folder; made when it is not there. Files of the same name are replaced.", Required = true };
        var export = new Command("export", "Write every namespace into a file of its own.") { path };
        export.SetAction((given, stopping) => host.RunAsync<MetadefCatalogue>(
            (catalogue, token) => ExportAsync(catalogue, given.GetValue(path)!, token), stopping));
        return export;
    }

    private static async Task<int> LoadAsync(MetadefCatalogue catalogue, string? path, MetadefMerge merge, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            await Console.Out.WriteLineAsync($"Loaded {await catalogue.LoadAsync(MetadefStock.Read(), merge, cancellationToken)} namespaces.");
            return 0;
        }

        var files = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)]
            : File.Exists(path) ? new[] { path } : [];
        if (files.Length == 0)
        {
            await Console.Error.WriteLineAsync($"{path}: there is no such file, and no folder with JSON files.");
            return PortalHost.ConfigurationFault;
        }

        var status = 0;
        foreach (var file in files)
        {
            try
            {
                var draft = await ReadAsync(file);
                var isLoaded = await catalogue.LoadAsync([draft], merge, cancellationToken) > 0;
                await Console.Out.WriteLineAsync($"{file}: {draft.Name} {(isLoaded ? "loaded" : "is there already, left alone")}");
            }
            catch (Exception fault) when (fault is DomainException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"{file}: {fault.Message}");
                status = Found;
            }
        }

        return status;
    }

    private static async Task<NamespaceDraft> ReadAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        return MetadefFile.Read(stream);
    }

    private static async Task<int> ExportAsync(MetadefCatalogue catalogue, string path, CancellationToken cancellationToken)
    {
        var rows = await catalogue.ExportAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(path);
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var row in rows)
            {
                await File.WriteAllBytesAsync(Path.Combine(path, FileName(row.Name, taken)), MetadefFile.Write(row), cancellationToken);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{path}: {fault.Message}");
            return PortalHost.ConfigurationFault;
        }

        await Console.Out.WriteLineAsync($"Wrote {rows.Count} namespaces into {path}.");
        return 0;
    }

    // `OS::Compute::Quota` becomes OS-Compute-Quota.json; a number tells those apart that would be the same.
    private static string FileName(string name, HashSet<string> taken)
    {
        var words = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var stem = words.Length == 0 ? "namespace" : string.Join('-', words);
        var unique = stem;
        for (var number = 2; !taken.Add(unique); number++)
        {
            unique = $"{stem}-{number}";
        }

        return unique + ".json";
    }
}
