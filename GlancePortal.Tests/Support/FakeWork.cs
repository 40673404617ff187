using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;

namespace GlancePortal.Tests.Support;

/// <summary>Content of a raw image for a step, without records.</summary>
internal sealed class FakeWork : ImportWork
{
    private readonly string _path;

    private FakeWork(string path, ContentFacts facts) => (_path, Facts) = (path, facts);

    public override string Path => _path;

    public override ContentFacts Facts { get; }

    /// <summary>Lines of the job's log: code, then values.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>A raw image of a member with these bytes.</summary>
    public static async Task<FakeWork> OfAsync(TemporaryFolder folder, byte[] content, string role = RoleNames.Member)
    {
        var path = folder.File("content");
        await File.WriteAllBytesAsync(path, content);
        using var pass = new ContentPass();
        await pass.ReadFileAsync(path, CancellationToken.None);
        return new FakeWork(path, await pass.CompleteAsync(CancellationToken.None))
        {
            Image = new Image { Id = Guid.NewGuid(), Name = "test", DiskFormat = "raw", ContainerFormat = "bare", OwnerId = "alpha" },
            Caller = Callers.With(role),
            Outcome = new ImportOutcome { Method = ImportMethods.GlanceDirect },
        };
    }

    public override string NewPath() => throw new NotSupportedException();

    public override Task ReplaceAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override void Report(long bytesDone, long? bytesTotal = null)
    {
    }

    public override Task LogAsync(string code, params string[] values)
    {
        Lines.Add(string.Join(' ', [code, .. values]));
        return Task.CompletedTask;
    }
}
