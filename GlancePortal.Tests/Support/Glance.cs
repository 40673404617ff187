namespace GlancePortal.Tests.Support;

/// <summary>`glance`. Without a terminal it takes its standard input for an image's data, so that is closed unless redirected.</summary>
internal sealed class Glance(IReadOnlyDictionary<string, string> who, string redirections = "<&-") : Client("glance", who, redirections)
{
    /// <summary>The same with other redirections.</summary>
    public Glance Redirected(string redirections) => new(Who, redirections);

    /// <summary>What it shows of one thing, by property.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ShowAsync(params string[] arguments) =>
        (await RowsAsync(arguments)).ToDictionary(row => row["Property"], row => row["Value"]);

    /// <summary>One column of what it lists, in its order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string column, params string[] arguments) =>
        [.. (await RowsAsync(arguments)).Select(row => row[column])];

    /// <summary>Everything that it lists, each row by column.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RowsAsync(params string[] arguments) =>
        PrettyTable.Read(await RunAsync(arguments));
}
