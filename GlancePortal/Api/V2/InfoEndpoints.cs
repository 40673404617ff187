using System.Text.Json;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Api.V2.Wire;
using GlancePortal.Domain.Access;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Quotas;
using GlancePortal.Domain.Stores;
using Microsoft.Extensions.Options;

namespace GlancePortal.Api.V2;

/// <summary>What this service can do.</summary>
internal static class InfoEndpoints
{
    public static void MapInfo(this RouteGroupBuilder v2)
    {
        v2.MapRead("/info/import", ImportAsync).Describe("Show the import methods", it => it
            .Answer(200, "The methods.", Shapes.Anything).Refuses(400));
        v2.MapRead("/info/stores", StoresAsync).Describe("List the stores", it => it
            .Answer(200, "The stores, by weight.", ImageShapes.Stores).Refuses(400, 404));
        v2.MapRead("/info/stores/detail", StoresDetailAsync).Describe("Show how the stores are set up", it => it
            .Answer(200, "The stores with type, weight and properties.", Shapes.Anything).Refuses(400, 403, 404));
        v2.MapRead("/info/usage", UsageAsync).Describe("Show what the project takes of its limits", it => it
            .Answer(200, "Limits and usage, sizes in MiB; empty while there are no limits.", Shapes.Anything).Refuses(400, 403));
    }

    // Clients that import read the methods before they try one.
    internal static Task ImportAsync(HttpContext context, ImageImports imports) => WriteAsync(context, json =>
    {
        json.WriteStartObject("import-methods");
        json.WriteString("description", "Import methods available.");
        json.WriteString("type", "array");
        json.WriteStartArray("value");
        foreach (var method in imports.Methods)
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    internal static Task StoresAsync(HttpContext context, StoreRegistry stores, IOptions<StoresOptions> options) =>
        WriteStoresAsync(context, stores, options.Value, (json, store) => { });

    internal static Task StoresDetailAsync(HttpContext context, ImageAccess access, StoreRegistry stores, IOptions<StoresOptions> options)
    {
        access.Require(context.Caller(), PolicyNames.StoresInfoDetail);
        return WriteStoresAsync(context, stores, options.Value, WriteDetail);
    }

    private static Task WriteStoresAsync(
        HttpContext context, StoreRegistry stores, StoresOptions options, Action<Utf8JsonWriter, RegisteredStore> more) =>
        options.SingleStoreMode
            ? throw new NotFoundException("resource", "info/stores")
            : WriteAsync(context, json =>
            {
                json.WriteStartArray("stores");
                foreach (var store in stores.All)
                {
                    json.WriteStartObject();
                    Write(json, store, isDefault: store == stores.Default);
                    more(json, store);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });

    // Without any limit there is nothing to tell; glance-behaviour.md, info.
    internal static async Task UsageAsync(HttpContext context, ProjectQuotas quotas)
    {
        var report = await quotas.OfCallerAsync(context.Caller(), context.RequestAborted);
        await WriteAsync(context, json =>
        {
            json.WriteStartObject("usage");
            if (report is { Limits: var limits, Usage: var usage })
            {
                Write(json, QuotaNames.ImageSizeTotal, Mebibytes(limits.ImageSizeTotal), Mebibytes(usage.ImageSizeTotal));
                Write(json, QuotaNames.ImageStageTotal, Mebibytes(limits.ImageStageTotal), Mebibytes(usage.ImageStageTotal));
                Write(json, QuotaNames.ImageCountTotal, limits.ImageCountTotal, usage.ImageCountTotal);
                Write(json, QuotaNames.ImageCountUploading, limits.ImageCountUploading, usage.ImageCountUploading);
            }

            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, string name, long limit, long usage)
    {
        json.WriteStartObject(name);
        json.WriteNumber("limit", Math.Max(limit, QuotaLimits.Unlimited));
        json.WriteNumber("usage", usage);
        json.WriteEndObject();
    }

    // A limit that is none stays the number that says so.
    private static long Mebibytes(long bytes) => bytes < 0 ? bytes : bytes >> 20;

    private static void Write(Utf8JsonWriter json, RegisteredStore store, bool isDefault)
    {
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
    }

#pragma warning disable CA1308 // the words of the API are lower case
    private static void WriteDetail(Utf8JsonWriter json, RegisteredStore store)
    {
        json.WriteString("type", store.Type.ToLowerInvariant());
        json.WriteNumber("weight", store.Weight);
        json.WriteStartObject("properties");
        foreach (var (name, value) in store.Store.As<IShowsSetup>()?.Setup ?? [])
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }

        json.WriteEndObject();
    }
#pragma warning restore CA1308

    private static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, members);
}
