using GlancePortal.Domain.Access;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Images;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>What a file on another server is, as far as its beginning tells.</summary>
/// <param name="FinalAddress">Where it is, behind all redirects.</param>
/// <param name="Redirects">The addresses before that one.</param>
/// <param name="Bytes">Its length; null when the server does not say.</param>
/// <param name="ContentType">The server's media type.</param>
/// <param name="AcceptsRanges">Whether the server gives parts.</param>
/// <param name="CanResume">Whether a broken import goes on where it ended.</param>
/// <param name="Certificate">The server's certificate; null without encryption.</param>
/// <param name="Format">A name of <see cref="FormatNames"/>.</param>
/// <param name="VirtualSizeBytes">Size of the disk inside; null when the beginning does not tell.</param>
/// <param name="Checksum">The checksum that it must have; null when none was named.</param>
public sealed record PreflightReport(
    string FinalAddress, IReadOnlyList<string> Redirects, long? Bytes, string? ContentType, bool AcceptsRanges, bool CanResume,
    RemoteCertificate? Certificate, string Format, long? VirtualSizeBytes, ExpectedDigest? Checksum);

/// <summary>Looks at a file on another server before it is imported.</summary>
/// <param name="source">Opens it.</param>
/// <param name="rules">Looks at its address.</param>
/// <param name="checksums">Finds its checksum.</param>
/// <param name="access">Who may.</param>
public sealed class Preflight(RemoteSource source, UriRules rules, RemoteChecksums checksums, ImageAccess access)
{
    private const int LookedAtBytes = 1024 * 1024;
    private const int PieceBytes = 16 * 1024;

    /// <summary>Asks the server for the beginning of the file, and for the checksums.</summary>
    /// <param name="caller">Must be one who may create images.</param>
    /// <param name="uri">The file.</param>
    /// <param name="checksum">See <see cref="ExpectedChecksum.Read"/>; null or empty when there is none.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="ForbiddenException">The caller may not create images. Answered 403.</exception>
    /// <exception cref="InvalidInputException">The checksum is none. Answered 400.</exception>
    /// <exception cref="UriFilteredException">An address is not fetched. Answered 400.</exception>
    /// <exception cref="RemoteSourceException">The server does not give the file, or its checksum is not found. Answered 422.</exception>
    public async Task<PreflightReport> RunAsync(Caller caller, string? uri, string? checksum, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        access.RequireCreate(caller, caller.ProjectId);
        var address = rules.Require(uri);
        var expected = string.IsNullOrWhiteSpace(checksum) ? null : ExpectedChecksum.Read(checksum, address, rules);
        await using var content = await source.LookAsync(new RemoteTarget(address), new WantedRange(0, LookedAtBytes - 1), cancellationToken);
        var format = await InspectAsync(content.Body, cancellationToken);
        var isTold = format.Detected is not (FormatNames.Raw or FormatNames.Gpt);
        return new PreflightReport(
            content.FinalAddress, content.Redirects, content.Length, content.ContentType, content.AcceptsRanges, content.CanResume, content.Certificate,
            format.Detected, isTold ? format.VirtualSizeBytes : content.Length,
            expected is null ? null : await checksums.FindAsync(expected, address, cancellationToken));
    }

    private static async Task<FormatReport> InspectAsync(Stream body, CancellationToken cancellationToken)
    {
        // A slow server holds no more memory than it has sent.
        var head = new MemoryStream();
        var piece = new byte[PieceBytes];
        while (head.Length < LookedAtBytes
            && await body.ReadAsync(piece.AsMemory(0, (int)Math.Min(PieceBytes, LookedAtBytes - head.Length)), cancellationToken) is var count and > 0)
        {
            head.Write(piece.AsSpan(0, count));
        }

        var inspector = new FormatInspector();
        inspector.Observe(head.GetBuffer().AsSpan(0, (int)head.Length));
        return inspector.Complete();
    }
}
