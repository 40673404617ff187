using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GlancePortal.Api.Native.Wire;
using GlancePortal.Domain.Audit;
using GlancePortal.Domain.Uploads;

namespace GlancePortal.Api.Native.Events;

/// <summary>Writes server-sent events; what was written is sent together.</summary>
internal sealed class EventWriter(HttpResponse response)
{
    /// <summary>Name of the first event: watching has begun, after the event that its id names.</summary>
    public const string Ready = "ready";

    /// <summary>Name of the first event instead, when too much was missed to be told one by one: look at everything anew.</summary>
    public const string Reset = "reset";

    /// <summary>Name of the event that tells how far bytes are. It has no id: it is not repeated.</summary>
    public const string Progress = "progress";

    private readonly ArrayBufferWriter<byte> _text = new();
    private long _lastId;

    /// <summary>Whether nothing waits to be sent.</summary>
    public bool IsEmpty => _text.WrittenCount == 0;

    public void Begin()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // A proxy that collects answers would hold the events back.
        response.Headers["X-Accel-Buffering"] = "no";
        Line("retry: 2000");
    }

    public void WriteMark(string name, long id)
    {
        _lastId = id;
        Line($"event: {name}");
        Line(string.Create(CultureInfo.InvariantCulture, $"id: {id}"));
        Line("data: {}");
        Line("");
    }

    /// <summary>A change, under the name of the object's kind.</summary>
    public void Write(ObjectChange change)
    {
        Line($"event: {change.Event.ObjectType}");
        // One that was committed late has a lower number; who goes on from the higher one has seen it.
        if (change.Event.Id > _lastId)
        {
            _lastId = change.Event.Id;
            Line(string.Create(CultureInfo.InvariantCulture, $"id: {_lastId}"));
        }

        Data(ChangeBody.Of(change), NativeJson.Default.ChangeBody);
    }

    /// <summary>How far the bytes of an image are.</summary>
    public void Write(Guid imageId, BytesOnTheWay bytes)
    {
        Line($"event: {Progress}");
        Data(MovingBody.Of(imageId, bytes), NativeJson.Default.MovingBody);
    }

    /// <summary>A sign of life where there is nothing else to say.</summary>
    public void Beat()
    {
        if (IsEmpty)
        {
            Line(":");
            Line("");
        }
    }

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(_text.WrittenMemory, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        _text.Clear();
    }

    private void Data<T>(T body, JsonTypeInfo<T> type)
    {
        Line("data: " + JsonSerializer.Serialize(body, type));
        Line("");
    }

    private void Line(string text)
    {
        Encoding.UTF8.GetBytes(text, _text);
        _text.Write("\n"u8);
    }
}
