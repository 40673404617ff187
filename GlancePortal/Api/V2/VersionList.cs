using System.Buffers;
using System.Text.Json;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>The versions of the image API. A minor one is a mark for clients: all of them are served alike.</summary>
internal sealed class VersionList(IOptions<StoresOptions> stores, PublicAddress address)
{
    private const int Current = 17;

    // Which minors there are, and in which order, says what is configured: several stores, and here no cache.
    private readonly int[] _minors = stores.Value.SingleStoreMode
        ? [15, 9, Current, 7, 6, 5, 4, 3, 2, 1, 0]
        : [15, 13, 12, 11, 10, 9, 8, Current, 7, 6, 5, 4, 3, 2, 1, 0];

    /// <summary>Whether `v2.minor` is served.</summary>
    public bool Has(int minor) => _minors.Contains(minor);

    public Task WriteAsync(HttpContext context, int status)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("versions");
            foreach (var minor in _minors)
            {
                json.WriteStartObject();
                json.WriteString("id", $"v2.{minor}");
                json.WriteString("status", minor == Current ? "CURRENT" : "SUPPORTED");
                json.WriteStartArray("links");
                json.WriteStartObject();
                json.WriteString("rel", "self");
                json.WriteString("href", $"{address.Of(context.Request)}/v2/");
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return JsonAnswer.WriteAsync(context, status, buffer.WrittenMemory);
    }
}
