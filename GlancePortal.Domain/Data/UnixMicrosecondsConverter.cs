using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GlancePortal.Domain.Data;

/// <summary>Instants are microseconds since 1970 in every database: they sort, compare and travel the same everywhere.</summary>
internal sealed class UnixMicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
    instant => MicrosOf(instant),
    micros => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero))
{
    /// <summary>The instant as a column holds it.</summary>
    public static long MicrosOf(DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
