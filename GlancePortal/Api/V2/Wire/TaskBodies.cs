using System.Globalization;
using System.Text.Json;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;

namespace GlancePortal.Api.V2.Wire;

/// <summary>Writes jobs that import as tasks.</summary>
internal static class TaskBodies
{
    /// <summary>Type of a task, by type of its job.</summary>
    public static IReadOnlyDictionary<string, string> Types { get; } = new Dictionary<string, string>
    {
        [JobTypes.TaskImport] = "import",
        [JobTypes.ImageImport] = "api_image_import",
    };

    /// <summary>The members of a task.</summary>
    /// <param name="json">An open object.</param>
    /// <param name="job">The job.</param>
    /// <param name="isWhole">Whether with what a list leaves out.</param>
    public static void Write(Utf8JsonWriter json, Job job, bool isWhole)
    {
        json.WriteString("id", job.Id);
        json.WriteString("type", Types[job.Type]);
        json.WriteString("status", StatusOf(job.State));
        json.WriteString("owner", job.ProjectId);
        json.WriteString("image_id", job.ImageId?.ToString());
        json.WriteString("request_id", job.RequestId);
        json.WriteString("user_id", job.UserId);
        json.WriteString("created_at", ImageBodyWriter.TimeText(job.CreatedAt));
        json.WriteString("updated_at", ImageBodyWriter.TimeText(job.EndedAt ?? job.StartedAt ?? job.CreatedAt));
        if (job.EndedAt is { } ended)
        {
            json.WriteString("expires_at", ImageBodyWriter.TimeText(ended + ImportTasks.TimeToLive));
        }

        if (isWhole)
        {
            WriteInput(json, job);
            WriteResult(json, job);
            json.WriteString("message", MessageOf(job));
        }

        json.WriteString("self", $"/v2/tasks/{job.Id}");
        json.WriteString("schema", "/v2/schemas/task");
    }

    private static string StatusOf(JobState state) => state switch
    {
        JobState.Waiting or JobState.Queued => "pending",
        JobState.Running => "processing",
        JobState.Succeeded => "success",
        _ => "failure",
    };

    private static void WriteInput(Utf8JsonWriter json, Job job)
    {
        var request = ImportJobs.RequestOf(job);
        json.WritePropertyName("input");
        if (request.TaskInput is { } input)
        {
            json.WriteRawValue(input);
            return;
        }

        json.WriteStartObject();
        json.WriteString("image_id", job.ImageId?.ToString());
        json.WriteStartObject("import_req");
        json.WriteStartObject("method");
        json.WriteString("name", request.Method);
        WriteIfThere(json, "uri", request.Uri);
        WriteIfThere(json, "glance_region", request.Region);
        WriteIfThere(json, "glance_image_id", request.RemoteImageId);
        WriteIfThere(json, "glance_service_interface", request.RemoteInterface);
        json.WriteEndObject();
        json.WriteBoolean("all_stores_must_succeed", request.AllStoresMustSucceed);
        json.WriteEndObject();
        json.WriteStartArray("backend");
        foreach (var store in request.Stores)
        {
            json.WriteStringValue(store);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Job job)
    {
        if (job.State != JobState.Succeeded)
        {
            json.WriteNull("result");
            return;
        }

        json.WriteStartObject("result");
        json.WriteString("image_id", job.ImageId?.ToString());
        json.WriteEndObject();
    }

    // glance-behaviour.md, import: how far a copy is, in whole MiB.
    private static string MessageOf(Job job)
    {
        var running = job.Phases.Find(phase => phase.State == JobState.Running);
        return job.State switch
        {
            JobState.Failed => job.CauseMessage ?? "",
            JobState.Cancelled => "Cancelled.",
            JobState.Running when running?.Name == JobPhases.Store => string.Create(CultureInfo.InvariantCulture, $"Copied {running.BytesDone >> 20} MiB"),
            JobState.Running when running is not null => running.Name,
            _ => "",
        };
    }

    private static void WriteIfThere(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
