using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GlancePortal.Access;
using GlancePortal.Api.OpenApi;
using GlancePortal.Domain.Hosting;
using GlancePortal.Domain.Quotas;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GlancePortal.Api.Native;

/// <summary>What a project may have and takes; administrators give it limits of its own.</summary>
internal static class ProjectQuotaEndpoints
{
    public static void MapProjectQuotas(this RouteGroupBuilder projects)
    {
        projects.MapGet("/{id}/quotas", ShowAsync).WithName("ShowProjectQuotas").Describe("Show what a project may have and takes", it => it
            .Answer(200, "Limits and usage, sizes in bytes; a limit of -1 is none.", Shapes.Of(QuotaJson.Default.QuotasBody)).Refuses(404));
        projects.MapPut("/{id}/quotas", ChangeAsync).WithName("ChangeProjectQuotas").Describe("Give a project limits of its own", it => it
            .Says("For administrators. The body has all of them: for one that is null or absent the configured limit holds again. What the project takes already stays.")
            .Takes(Limits)
            .Answer(200, "Limits and usage as they are now.", Shapes.Of(QuotaJson.Default.QuotasBody)).Refuses(400, 403, 404));
    }

    private static readonly Shape Limits = Shapes.Record(
        "Native.QuotaChange", ("imageSizeTotal?", Size), ("imageStageTotal?", Size), ("imageCountTotal?", Count), ("imageCountUploading?", Count));

    private static JsonObject Size(SchemaBook book) => new()
    {
        ["type"] = new JsonArray("integer", "string", "null"), ["description"] = "Bytes, or a text such as 10GiB; -1 for no limit.",
    };

    private static JsonObject Count(SchemaBook book) => new() { ["type"] = new JsonArray("integer", "null"), ["description"] = "-1 for no limit." };

    internal static async Task<JsonHttpResult<QuotasBody>> ShowAsync(
        string id, HttpContext context, ProjectQuotas quotas, CancellationToken cancellationToken) =>
        Answer(await quotas.ShowAsync(context.Caller(), id, cancellationToken));

    internal static async Task<JsonHttpResult<QuotasBody>> ChangeAsync(
        string id, HttpContext context, ProjectQuotas quotas, CancellationToken cancellationToken)
    {
        var body = await NativeBody.ReadAsync(context.Request, QuotaJson.Default.QuotaChangeBody, cancellationToken);
        return Answer(await quotas.ChangeAsync(context.Caller(), body.Of(id), cancellationToken));
    }

    private static JsonHttpResult<QuotasBody> Answer(QuotaReport report) => TypedResults.Json(QuotasBody.Of(report), QuotaJson.Default.QuotasBody);
}

/// <summary>The quotas of a project on the wire; sizes in bytes, -1 for no limit.</summary>
internal sealed record QuotasBody(
    string ProjectId, QuotaBody ImageSizeTotal, QuotaBody ImageStageTotal, QuotaBody ImageCountTotal, QuotaBody ImageCountUploading)
{
    public static QuotasBody Of(QuotaReport report)
    {
        var (projectId, limits, own, usage) = report;
        return new QuotasBody(
            projectId,
            new QuotaBody(limits.ImageSizeTotal, own?.ImageSizeTotal, usage.ImageSizeTotal),
            new QuotaBody(limits.ImageStageTotal, own?.ImageStageTotal, usage.ImageStageTotal),
            new QuotaBody(limits.ImageCountTotal, own?.ImageCountTotal, usage.ImageCountTotal),
            new QuotaBody(limits.ImageCountUploading, own?.ImageCountUploading, usage.ImageCountUploading));
    }
}

/// <summary>One quota: what holds, what the project has of its own (null: the configured limit holds), what is taken and reserved.</summary>
internal sealed record QuotaBody(long Limit, long? Own, long Usage);

/// <summary>All of a project's own limits; one that is null or absent is taken away.</summary>
internal sealed record QuotaChangeBody
{
    [JsonConverter(typeof(SizeConverter))]
    public long? ImageSizeTotal { get; init; }

    [JsonConverter(typeof(SizeConverter))]
    public long? ImageStageTotal { get; init; }

    public int? ImageCountTotal { get; init; }

    public int? ImageCountUploading { get; init; }

    public ProjectQuota Of(string projectId) => new()
    {
        ProjectId = projectId,
        ImageSizeTotal = ImageSizeTotal,
        ImageStageTotal = ImageStageTotal,
        ImageCountTotal = ImageCountTotal,
        ImageCountUploading = ImageCountUploading,
    };
}

/// <summary>Sizes as the configuration has them: a number of bytes, or a text such as `10GiB`.</summary>
internal sealed class SizeConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetInt64(out var bytes) => bytes,
        JsonTokenType.String when OptionsValues.TryParseSize(reader.GetString()!, out var bytes) => bytes,
        _ => throw new JsonException("A size is a number of bytes or a text such as 10GiB."),
    };

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(QuotasBody))]
[JsonSerializable(typeof(QuotaChangeBody))]
internal sealed partial class QuotaJson : JsonSerializerContext;
