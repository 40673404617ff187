using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>Ready bodies of images by id and version. The version comes from the database with every request, so a body is never stale.</summary>
internal sealed class ImageBodies(IOptions<StoresOptions> stores)
{
    private const long MaxBytes = 64L << 20;

    // What an entry costs beside its bytes: dictionary slot, key, array header.
    private const int EntryBytes = 120;

    private readonly BodyCache _cache = new(MaxBytes);
    private readonly bool _showStores = !stores.Value.SingleStoreMode;

    /// <summary>The body of one image, with the properties that a caller sees.</summary>
    /// <returns>Null when it is gone meanwhile.</returns>
    public async ValueTask<byte[]?> GetAsync(ImageKey key, ImageQueries queries, PropertyView view, CancellationToken cancellationToken) =>
        _cache.Find(key) is { } body
            ? ImageBodyWriter.Seen(body, view)
            : (await GetAsync([key], queries, view, cancellationToken))[0];

    /// <summary>The bodies of images, in order, with the properties that a caller sees; those that are gone meanwhile are null.</summary>
    public async ValueTask<byte[]?[]> GetAsync(
        IReadOnlyList<ImageKey> keys, ImageQueries queries, PropertyView view, CancellationToken cancellationToken)
    {
        var bodies = await WholeAsync(keys, queries, cancellationToken);
        for (var i = 0; i < bodies.Length && !view.IsWhole; i++)
        {
            bodies[i] = bodies[i] is { } body ? ImageBodyWriter.Seen(body, view) : null;
        }

        return bodies;
    }

    /// <summary>The body of an image with all its parts, kept for later requests.</summary>
    /// <returns>What a caller sees of it.</returns>
    public byte[] Render(Image image, PropertyView view) => ImageBodyWriter.Seen(Whole(image), view);

    private async ValueTask<byte[]?[]> WholeAsync(IReadOnlyList<ImageKey> keys, ImageQueries queries, CancellationToken cancellationToken)
    {
        var bodies = new byte[]?[keys.Count];
        List<Guid>? missing = null;
        for (var i = 0; i < keys.Count; i++)
        {
            bodies[i] = _cache.Find(keys[i]);
            if (bodies[i] is null)
            {
                (missing ??= []).Add(keys[i].Id);
            }
        }

        if (missing is not null)
        {
            var loaded = (await queries.LoadAsync(missing, cancellationToken)).ToDictionary(image => image.Id, Whole);
            for (var i = 0; i < keys.Count; i++)
            {
                bodies[i] ??= loaded.GetValueOrDefault(keys[i].Id);
            }
        }

        return bodies;
    }

    // Kept as it is for everybody: what somebody does not see of it is cut out of their copy.
    private byte[] Whole(Image image)
    {
        var body = ImageBodyWriter.Write(image, _showStores);
        _cache.Keep(new ImageKey(image.Id, image.Version), body, body.Length + EntryBytes);
        return body;
    }
}
