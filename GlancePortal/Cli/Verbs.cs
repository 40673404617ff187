using System.CommandLine;
using GlancePortal.Hosting;

namespace GlancePortal.Cli;

/// <summary>Administration with the same program and configuration as the server: a line a noun.</summary>
internal static class Verbs
{
    private static readonly string[] HelpWords = ["help", "--help", "-h", "-?"];

    /// <summary>Whether the command line names a verb; without one the program is the server.</summary>
    public static bool AreNamed(string[] args) =>
        Array.Find(args, arg => !IsSetting(arg)) is { Length: > 0 } first
        && (HelpWords.Contains(first) || (char.IsAsciiLetterLower(first[0]) && !first.Contains('=', StringComparison.Ordinal)));

    /// <summary>Does what the command line says. `--Section:Key=value` may stand anywhere in it, as for the server.</summary>
    /// <returns>0 when all is fine, 1 when something was found, 2 when it could not be done.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var settings = args.Where(IsSetting).ToArray();
        var host = new VerbHost(settings);
        var root = new RootCommand("GlancePortal: without a verb the server, with one its administration. Every verb takes --Section:Key=value.")
        {
            MetadefVerbs.Create(host),
            ImageVerbs.Create(host),
            DoctorVerb.Create(host),
        };
        var words = args.Where(arg => !IsSetting(arg)).Select(arg => HelpWords.Contains(arg) ? "--help" : arg).ToArray();
        var parsed = root.Parse(words);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        await Console.Error.WriteLineAsync("`help` lists the verbs.");
        return PortalHost.ConfigurationFault;
    }

    // Keys of the configuration begin with a capital, options of verbs do not.
    private static bool IsSetting(string arg) =>
        arg.StartsWith("--", StringComparison.Ordinal) && arg.Length > 2 && char.IsAsciiLetterUpper(arg[2]) && arg.Contains('=', StringComparison.Ordinal);
}
