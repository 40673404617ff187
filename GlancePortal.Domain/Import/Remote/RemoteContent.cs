namespace GlancePortal.Domain.Import.Remote;

/// <summary>A file on another server that has been opened. Whoever opened it disposes it.</summary>
public sealed class RemoteContent : IAsyncDisposable
{
    /// <summary>Its bytes from <see cref="StartsAt"/> to the end, forward only. Goes on by itself where a connection breaks; ends without a fault only when all came.</summary>
    /// <remarks>Reading throws <see cref="RemoteSourceException"/>; what came before that is good, and can be gone on from while <see cref="CanResume"/>.</remarks>
    public required Stream Body { get; init; }

    /// <summary>The byte that the body begins with: the one asked for, or 0 where the server gives no parts or has another file by now. Then begin anew.</summary>
    public required long StartsAt { get; init; }

    /// <summary>Bytes of the whole file; null when the server does not say.</summary>
    public long? Length { get; init; }

    /// <summary>What tells this version of the file from others. Keep it with the bytes; null when there is no such thing.</summary>
    public string? Validator { get; init; }

    /// <summary>Whether the server says that it gives parts.</summary>
    public required bool AcceptsRanges { get; init; }

    /// <summary>Whether opening it again can go on after the bytes that came, also from another process.</summary>
    public bool CanResume => AcceptsRanges && Validator is not null;

    /// <summary>The server's media type; null when it does not say.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where it came from behind all redirects, without anything secret.</summary>
    public required string FinalAddress { get; init; }

    /// <summary>The addresses before that one, from the one that was named, without anything secret; empty without redirects.</summary>
    public IReadOnlyList<string> Redirects { get; init; } = [];

    /// <summary>The server's certificate; null without encryption.</summary>
    public RemoteCertificate? Certificate { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Body.DisposeAsync();
}
