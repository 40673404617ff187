using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace GlancePortal.Hosting;

/// <summary>The body of a request that carries an image: as slow as it likes, but not silent for ever.</summary>
internal sealed class TransferBody : Stream
{
    private readonly Stream _body;
    private readonly TimeProvider _time;
    private readonly ITimer _watch;
    private long _lastBytes;

    private TransferBody(HttpContext context, TimeSpan longestSilence, TimeProvider time)
    {
        _body = context.Request.Body;
        _time = time;
        _lastBytes = time.GetTimestamp();
        _watch = time.CreateTimer(
            _ =>
            {
                if (time.GetElapsedTime(Volatile.Read(ref _lastBytes)) >= longestSilence)
                {
                    context.Abort();
                }
            },
            state: null, longestSilence / 4, longestSilence / 4);
        context.Response.RegisterForDispose(_watch);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The body of this request, without the server's least rate and cut after `Hosting:IdleTransferTimeout` of silence.</summary>
    public static Stream Of(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        var services = context.RequestServices;
        return new TransferBody(
            context, services.GetRequiredService<IOptionsMonitor<HostingOptions>>().CurrentValue.IdleTransferTimeout, services.GetRequiredService<TimeProvider>());
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _body.ReadAsync(buffer, cancellationToken);
        Volatile.Write(ref _lastBytes, _time.GetTimestamp());
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
