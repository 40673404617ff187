using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Stores.FileSystem;
using GlancePortal.Tests.Support;

namespace GlancePortal.Tests.Stores;

public sealed class FileSystemImageStoreConformance : ImageStoreConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<IImageStore> CreateAsync() =>
        Task.FromResult<IImageStore>(new FileSystemImageStore("local", new FileSystemStoreOptions { Directories = [_folder.File("images")] }));
}
