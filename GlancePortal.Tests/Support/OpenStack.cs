using System.Text.Json.Nodes;

namespace GlancePortal.Tests.Support;

/// <summary>`openstack`. Without a terminal it sends its standard input as the data of a new image: nothing, unless redirected.</summary>
internal sealed class OpenStack(IReadOnlyDictionary<string, string> who, string redirections = "</dev/null") : Client("openstack", who, redirections)
{
    /// <summary>The same with other redirections.</summary>
    public OpenStack Redirected(string redirections) => new(Who, redirections);

    /// <summary>What it shows or lists.</summary>
    public async Task<JsonNode> JsonAsync(params string[] arguments) => JsonNode.Parse(await RunAsync([.. arguments, "-f", "json"]))!;

    /// <summary>The names that it lists, in their order.</summary>
    public async Task<IReadOnlyList<string?>> NamesAsync(params string[] arguments) =>
        [.. (await JsonAsync(arguments)).AsArray().Select(item => (string?)item!["Name"])];
}
