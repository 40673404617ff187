using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;

namespace GlancePortal.Domain.Import;

/// <summary>A step on the way of data from staging to the stores: looks at it, refuses it, or makes other content of it.</summary>
/// <remarks>Safe to run twice and to be killed at any await: what counts is the content and the outcome that are saved when it has returned.</remarks>
public interface IImportPlugin
{
    /// <summary>Its name in `Import:Plugins`.</summary>
    string Name { get; }

    /// <summary>Name of its phase in a job, for example `Decompress`.</summary>
    string Phase { get; }

    /// <summary>Whether it only looks: then it also takes part when data is uploaded by the image API, which Glance stores as it comes.</summary>
    bool IsCheck => false;

    /// <summary>Takes the step.</summary>
    /// <param name="work">The content and what is known of it.</param>
    /// <param name="cancellationToken">A person cancelled it, or the process ends.</param>
    /// <exception cref="DomainException">The data is refused, or the step cannot be taken now.</exception>
    Task RunAsync(ImportWork work, CancellationToken cancellationToken);
}

/// <summary>A plugin that there is.</summary>
/// <param name="Name">Its name in `Import:Plugins`.</param>
/// <param name="IsCheck">See <see cref="IImportPlugin.IsCheck"/>.</param>
public sealed record ImportPluginName(string Name, bool IsCheck = false);

/// <summary>What a step works on.</summary>
public abstract class ImportWork
{
    /// <summary>The image as it was declared.</summary>
    public required Image Image { get; init; }

    /// <summary>Who asked, with the roles of that time.</summary>
    public required Caller Caller { get; init; }

    /// <summary>What was asked for; null for an upload.</summary>
    public ImportRequest? Request { get; init; }

    /// <summary>What was found and decided so far; what a step adds is saved with its end.</summary>
    public required ImportOutcome Outcome { get; init; }

    /// <summary>Path of the content; read only.</summary>
    public abstract string Path { get; }

    /// <summary>What is known of the content: size, hashes, what it looks like.</summary>
    public abstract ContentFacts Facts { get; }

    /// <summary>Disk format of the content now.</summary>
    public string DiskFormat => Outcome.DiskFormat ?? Image.DiskFormat!;

    /// <summary>Container format of the content now.</summary>
    public string ContainerFormat => Outcome.ContainerFormat ?? Image.ContainerFormat!;

    /// <summary>A path for a file of this step's own, in the staging area; removed when the step has ended unless it became the content.</summary>
    public abstract string NewPath();

    /// <summary>Makes a file of <see cref="NewPath"/> the content; nobody writes it any more. Its facts are found in one pass over it.</summary>
    /// <exception cref="ContentTooLargeException">It is larger than an image may be.</exception>
    /// <exception cref="LimitExceededException">It is more than the project may have.</exception>
    public abstract Task ReplaceAsync(string path, CancellationToken cancellationToken);

    /// <summary>Says how far the step is.</summary>
    /// <param name="bytesDone">Bytes done.</param>
    /// <param name="bytesTotal">Bytes to do; null keeps what was said before.</param>
    public abstract void Report(long bytesDone, long? bytesTotal = null);

    /// <summary>Writes a line of the job's log; `JobLog.{code}` is its text.</summary>
    public abstract Task LogAsync(string code, params string[] values);
}
