using GlancePortal.Domain.Content;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Domain.Import;

/// <summary>A step's view of content in the staging area.</summary>
/// <param name="contents">Replaces it.</param>
/// <param name="content">What it is now.</param>
/// <param name="step">Number of the step, from 1.</param>
/// <param name="report">Told how far the step is.</param>
/// <param name="log">Takes lines of the job's log.</param>
public sealed class StagedWork(
    StagedContents contents, StagedContent content, int step, Action<long, long?> report, Func<string, string[], Task> log) : ImportWork, IDisposable
{
    private readonly List<string> _files = [];

    /// <summary>The content as the step has left it.</summary>
    public StagedContent Content { get; private set; } = content;

    /// <inheritdoc/>
    public override string Path => Content.Path;

    /// <inheritdoc/>
    public override ContentFacts Facts => Content.Facts;

    /// <inheritdoc/>
    public override string NewPath()
    {
        _files.Add(contents.NewPath(Content.Upload));
        return _files[^1];
    }

    /// <inheritdoc/>
    public override async Task ReplaceAsync(string path, CancellationToken cancellationToken) =>
        Content = await contents.ReplaceAsync(Content.Upload, step, path, Outcome, done => report(done, null), cancellationToken);

    /// <inheritdoc/>
    public override void Report(long bytesDone, long? bytesTotal = null) => report(bytesDone, bytesTotal);

    /// <inheritdoc/>
    public override Task LogAsync(string code, params string[] values) => log(code, values);

    /// <summary>Removes the step's files that did not become the content.</summary>
    public void Dispose()
    {
        foreach (var path in _files)
        {
            File.Delete(path);
        }
    }
}
