using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GlancePortal.Domain.Quotas;

/// <summary>Reservations of uploads that do not say how long they are: raised step by step while bytes come.</summary>
/// <param name="scopes">Opens a scope for each step.</param>
public sealed class GrowingReservations(IServiceScopeFactory scopes)
{
    // As much again as there is: few steps for a large image, little kept from others for a small one.
    private const long ShortestStep = 1L << 20;
    private const long LongestStep = 64L << 20;

    /// <summary>The bytes of an upload, which come only as far as there is room for them.</summary>
    /// <param name="body">The bytes; left open.</param>
    /// <param name="upload">The upload, whose row exists.</param>
    /// <remarks>Reading throws <see cref="LimitExceededException"/> where the room ends.</remarks>
    internal Stream Through(Stream body, Upload upload) =>
        new MeteredStream(body, upload.Offset, (bytes, token) => bytes <= upload.ReservedBytes ? default : new ValueTask(GrowAsync(upload, bytes, token)));

    private async Task GrowAsync(Upload upload, long bytes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var reservations = scope.ServiceProvider.GetRequiredService<QuotaReservations>();
        await db.WriteAsync(
            async token =>
            {
                await reservations.GrowAsync(upload, bytes, bytes + Math.Clamp(bytes, ShortestStep, LongestStep), token);
                await db.Uploads.Where(row => row.Id == upload.Id)
                    .ExecuteUpdateAsync(row => row.SetProperty(x => x.ReservedBytes, upload.ReservedBytes), token);
            },
            cancellationToken);
    }
}
