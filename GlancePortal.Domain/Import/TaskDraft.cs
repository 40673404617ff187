using GlancePortal.Domain.Errors;

namespace GlancePortal.Domain.Import;

/// <summary>What an administrator wants a task to do.</summary>
/// <param name="Type">Kind of task; only import can be asked for.</param>
/// <param name="ImportFrom">Where the data is, a URL.</param>
public sealed record TaskDraft(string Type, string ImportFrom)
{
    private static readonly int[] Ports = [80, 443];

    /// <summary>Refuses what no task can do.</summary>
    /// <exception cref="InvalidInputException">Unknown type, or a URL that is not fetched. Answered 400.</exception>
    public void Check()
    {
        if (Type != "import")
        {
            throw new InvalidInputException($"Task type '{Type}' is not import.", "task.type_unknown");
        }

        // glance-behaviour.md, tasks: a file of this host is never read for a client.
        if (!Uri.TryCreate(ImportFrom, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            throw new InvalidInputException("import_from must be an address with http or https.", "task.source_invalid");
        }

        if (!Ports.Contains(uri.Port))
        {
            throw new InvalidInputException($"import_from has the port {uri.Port}; only 80 and 443 are allowed.", "task.source_invalid");
        }
    }
}
