using System.Net;
using System.Runtime.CompilerServices;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>One transfer with its limits of time, over as many connections as it takes.</summary>
internal sealed class RemoteTransfer(RemoteTarget target, RemoteExchange exchange, TransferWatch watch, TimeProvider time) : IDisposable
{
    /// <summary>Whether a moment later the server may be there again; not when the time of the transfer is over, or the file is another one.</summary>
    public bool CanTryAgain(RemoteSourceException fault) =>
        fault is { IsTransient: true, Code: RemoteRefusals.Unreached or RemoteRefusals.Refusal } && watch.Fault("") is null;

    public Tries NewTries() => new(time);

    /// <summary>Asks from the address that the client named.</summary>
    public Task<RemoteAnswer> AskAsync(WantedRange range, CancellationToken cancellationToken) =>
        exchange.AskAsync(target, target.Uri, range, watch, cancellationToken);

    /// <summary>Asks for more of an answer.</summary>
    /// <remarks>
    /// First where that came from, since the first address may lead to another mirror each time, whose tags differ; then from the first
    /// address, since the last one may have been signed for a short time.
    /// </remarks>
    public async Task<RemoteAnswer> AskOnAsync(RemoteAnswer before, long from, string validator, CancellationToken cancellationToken)
    {
        var range = target.RestFrom(from, validator);
        var answer = await exchange.AskAsync(target, before.Uri, range, watch, cancellationToken);
        if (before.Redirects.Count == 0 || answer.Response.StatusCode is not
            (HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone))
        {
            return answer;
        }

        answer.Dispose();
        return await AskAsync(range, cancellationToken);
    }

    /// <summary>Reads on; gives 0 and the fault where the connection broke.</summary>
    /// <exception cref="RemoteSourceException">No byte came for too long, or the time is over.</exception>
    public ValueTask<ReadPiece> ReadAsync(Stream body, Memory<byte> buffer, string source, CancellationToken cancellationToken)
    {
        watch.Wait();
        var reading = body.ReadAsync(buffer, watch.With(cancellationToken));
        if (!reading.IsCompletedSuccessfully)
        {
            return FinishAsync(reading, source, cancellationToken);
        }

        watch.Rest();
        return ValueTask.FromResult(new ReadPiece(reading.Result, null));
    }

    public async Task PauseAsync(Tries tries, string source, CancellationToken cancellationToken)
    {
        try
        {
            await tries.PauseAsync(watch.With(cancellationToken));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && watch.Fault(source) is not null)
        {
            throw watch.Fault(source)!;
        }
    }

    public Task<bool> HasMoreAsync(RemoteAnswer answer, CancellationToken cancellationToken) => answer.HasMoreAsync(time, cancellationToken);

    public void Dispose() => watch.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadPiece> FinishAsync(ValueTask<int> reading, string source, CancellationToken cancellationToken)
    {
        try
        {
            return new ReadPiece(await reading, null);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // Ending a read may break its connection first, so that it fails in either way.
            cancellationToken.ThrowIfCancellationRequested();
            return watch.Fault(source) is { } ended ? throw ended : new ReadPiece(0, fault);
        }
        finally
        {
            watch.Rest();
        }
    }

    /// <summary>What one read gave.</summary>
    internal readonly record struct ReadPiece(int Bytes, Exception? Fault);
}
