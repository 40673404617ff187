using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GlancePortal.Domain.Data;

/// <summary>Instants are microseconds since 1970 in every database: they sort, compare and travel the same everywhere.</summary>
internal sealed class UnixMicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
    instant => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    micros => new DateTimeOffset(DateTimeOffset.UnixEpoch.Ticks + (micros * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero));
