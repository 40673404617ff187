using System.Buffers;
using System.Text.Json;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>What this service can do.</summary>
internal static class InfoEndpoints
{
    public static void MapInfo(this RouteGroupBuilder v2)
    {
        v2.MapRead("/info/import", ImportAsync);
        v2.MapRead("/info/stores", StoresAsync);
    }

    // Clients that import read the methods before they try one.
    internal static Task ImportAsync(HttpContext context) => WriteAsync(context, json =>
    {
        json.WriteStartObject("import-methods");
        json.WriteString("description", "Import methods available.");
        json.WriteString("type", "array");
        json.WriteStartArray("value");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    internal static Task StoresAsync(HttpContext context, StoreRegistry stores, IOptions<StoresOptions> options) =>
        options.Value.SingleStoreMode
            ? throw new NotFoundException("resource", "info/stores")
            : WriteAsync(context, json =>
            {
                json.WriteStartArray("stores");
                foreach (var store in stores.All)
                {
                    Write(json, store, isDefault: store == stores.Default);
                }

                json.WriteEndArray();
            });

    private static void Write(Utf8JsonWriter json, RegisteredStore store, bool isDefault)
    {
        json.WriteStartObject();
        json.WriteString("id", store.Id);
        if (store.Description.Length > 0)
        {
            json.WriteString("description", store.Description);
        }

        if (isDefault)
        {
            json.WriteString("default", "true");
        }

        if (store.ReadOnly)
        {
            json.WriteString("read-only", "true");
        }

        json.WriteEndObject();
    }

    private static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, buffer.WrittenMemory);
    }
}
