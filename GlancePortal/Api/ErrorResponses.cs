using System.Data.Common;
using System.Globalization;
using GlancePortal.Domain.Content;
using GlancePortal.Domain.Conversion;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Formats;
using GlancePortal.Domain.Hooks;
using GlancePortal.Domain.Identity;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Domain.Scanning;
using GlancePortal.Domain.Signatures;
using GlancePortal.Domain.Stores;
using GlancePortal.Domain.Uploads;
using GlancePortal.Uploads;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.WebUtilities;

namespace GlancePortal.Api;

/// <summary>The only place that turns a refusal into a status. The door that the request came through writes the body.</summary>
internal sealed partial class ErrorResponses(IEnumerable<IErrorWriter> writers, PublicAddress address, ILogger<ErrorResponses> logger) : IExceptionHandler
{
    // tus gives this number a meaning of its own.
    private const int StatusChecksumMismatch = 460;

    private const string CharacterNotInRepertoire = "22021";

    /// <summary>The status of each refusal; a test wants a line for every one.</summary>
    internal static readonly IReadOnlyDictionary<Type, int> Status = new Dictionary<Type, int>
    {
        [typeof(UnauthenticatedException)] = StatusCodes.Status401Unauthorized,
        [typeof(WrongCredentialsException)] = StatusCodes.Status401Unauthorized,
        [typeof(AccountDisabledException)] = StatusCodes.Status401Unauthorized,
        [typeof(ScopeDeniedException)] = StatusCodes.Status401Unauthorized,
        [typeof(TooManyAttemptsException)] = StatusCodes.Status429TooManyRequests,
        [typeof(BootstrapFaultException)] = StatusCodes.Status400BadRequest,
        [typeof(InvalidInputException)] = StatusCodes.Status400BadRequest,
        [typeof(ForbiddenException)] = StatusCodes.Status403Forbidden,
        [typeof(NotFoundException)] = StatusCodes.Status404NotFound,
        [typeof(ConflictException)] = StatusCodes.Status409Conflict,
        [typeof(LimitExceededException)] = StatusCodes.Status413PayloadTooLarge,
        [typeof(ContentTooLargeException)] = StatusCodes.Status413PayloadTooLarge,
        [typeof(ContentSizeMismatchException)] = StatusCodes.Status400BadRequest,
        [typeof(ContentMismatchException)] = StatusCodes.Status415UnsupportedMediaType,
        [typeof(UnsafeContentException)] = StatusCodes.Status415UnsupportedMediaType,
        [typeof(JobRefusedException)] = StatusCodes.Status400BadRequest,
        [typeof(ConversionException)] = StatusCodes.Status400BadRequest,
        [typeof(DecompressionException)] = StatusCodes.Status400BadRequest,
        [typeof(CompressionNotAcceptedException)] = StatusCodes.Status415UnsupportedMediaType,
        [typeof(HookRefusedException)] = StatusCodes.Status409Conflict,
        [typeof(HookFaultException)] = StatusCodes.Status503ServiceUnavailable,
        [typeof(InfectedContentException)] = StatusCodes.Status409Conflict,
        [typeof(ContentNotScannedException)] = StatusCodes.Status409Conflict,
        [typeof(ScannerAwayException)] = StatusCodes.Status503ServiceUnavailable,
        [typeof(SignatureException)] = StatusCodes.Status400BadRequest,
        [typeof(DamagedDataException)] = StatusCodes.Status503ServiceUnavailable,
        [typeof(DuplicateDataException)] = StatusCodes.Status409Conflict,
        [typeof(StoreFullException)] = StatusCodes.Status413PayloadTooLarge,
        [typeof(DataNotFoundException)] = StatusCodes.Status404NotFound,
        [typeof(StoreWriteDeniedException)] = StatusCodes.Status503ServiceUnavailable,
        [typeof(StoreUnavailableException)] = StatusCodes.Status503ServiceUnavailable,
        [typeof(StoreAddDisabledException)] = StatusCodes.Status410Gone,
        [typeof(UnknownStoreException)] = StatusCodes.Status400BadRequest,
        [typeof(ForeignLocationException)] = StatusCodes.Status400BadRequest,
        [typeof(UploadBusyException)] = StatusCodes.Status423Locked,
        [typeof(UploadOffsetException)] = StatusCodes.Status409Conflict,
        [typeof(UploadTooLongException)] = StatusCodes.Status413PayloadTooLarge,
        [typeof(PieceChecksumException)] = StatusChecksumMismatch,
        [typeof(DigestMismatchException)] = StatusCodes.Status400BadRequest,
        [typeof(ImageDeletedException)] = StatusCodes.Status410Gone,
        [typeof(UploadInterruptedException)] = StatusCodes.Status400BadRequest,
        [typeof(UploadExpiredException)] = StatusCodes.Status404NotFound,
        [typeof(UriFilteredException)] = StatusCodes.Status400BadRequest,
        [typeof(RemoteSourceException)] = StatusCodes.Status422UnprocessableEntity,
        [typeof(TusVersionException)] = StatusCodes.Status412PreconditionFailed,
        [typeof(TusHeaderException)] = StatusCodes.Status400BadRequest,
        [typeof(TusMediaTypeException)] = StatusCodes.Status415UnsupportedMediaType,
    };

    /// <summary>Where one code of a refusal has a status of its own.</summary>
    internal static readonly IReadOnlyDictionary<string, int> StatusByCode = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["image.restore_over"] = StatusCodes.Status410Gone,
        ["scan.infected"] = StatusCodes.Status409Conflict,
        ["hook.refused"] = StatusCodes.Status409Conflict,
        ["hook.failed"] = StatusCodes.Status503ServiceUnavailable,
        ["hook.timeout"] = StatusCodes.Status503ServiceUnavailable,
        ["content.format_mismatch"] = StatusCodes.Status415UnsupportedMediaType,
        ["content.unsafe"] = StatusCodes.Status415UnsupportedMediaType,
        ["content.compression"] = StatusCodes.Status415UnsupportedMediaType,
        ["convert.tool_missing"] = StatusCodes.Status503ServiceUnavailable,
        ["convert.output_full"] = StatusCodes.Status413PayloadTooLarge,
        ["decompress.tool_missing"] = StatusCodes.Status503ServiceUnavailable,
        ["decompress.output_full"] = StatusCodes.Status413PayloadTooLarge,
        ["decompress.too_large"] = StatusCodes.Status413PayloadTooLarge,
        ["decompress.ratio"] = StatusCodes.Status413PayloadTooLarge,
    };

    /// <summary>As which a job that somebody waits for is answered, by the code of its cause; other causes are 400.</summary>
    private static readonly Dictionary<string, int> StatusByCause = new(StringComparer.Ordinal)
    {
        ["store.full"] = StatusCodes.Status413PayloadTooLarge,
        ["content.too_large"] = StatusCodes.Status413PayloadTooLarge,
        ["store.unavailable"] = StatusCodes.Status503ServiceUnavailable,
        ["store.write_denied"] = StatusCodes.Status503ServiceUnavailable,
        ["store.add_disabled"] = StatusCodes.Status410Gone,
        ["image.deleted"] = StatusCodes.Status410Gone,
        ["image.not_queued"] = StatusCodes.Status409Conflict,
        ["import.lock_lost"] = StatusCodes.Status409Conflict,
        ["scan.not_scanned"] = StatusCodes.Status409Conflict,
        ["job.cancelled"] = StatusCodes.Status409Conflict,
        ["unknown"] = StatusCodes.Status503ServiceUnavailable,
    };

    private readonly IErrorWriter[] _writers = [.. writers];

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer; the status is for the log.
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        // A page that failed is told by the portal itself, unless the request is one of a program.
        var path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? httpContext.Request.Path.Value;
        if (WriterFor(path) is not { } writer)
        {
            return false;
        }

        var answer = AnswerTo(exception, writer);
        Log(exception, answer);
        RequestIds.Stamp(httpContext);
        AddHeaders(httpContext, exception, answer);
        await writer.WriteAsync(httpContext, answer, cancellationToken);
        return true;
    }

    /// <summary>Gives a body in the door's shape to an answer that has only a status, for example of routing.</summary>
    public Task WriteStatusAsync(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return WriterFor(context.Request.Path) is { } writer
            ? writer.WriteAsync(context, new ErrorAnswer(status, $"http.{status}", Sentence(status, context)), context.RequestAborted)
            : Task.CompletedTask;
    }

    /// <summary>Whether programs are served at this path: errors there have a shape of their own.</summary>
    public bool IsDoor(PathString path) => WriterFor(path) is not null;

    private IErrorWriter? WriterFor(PathString path) => Array.Find(_writers, writer => writer.Serves(path));

    private void AddHeaders(HttpContext context, Exception exception, ErrorAnswer answer)
    {
        if (exception is TooManyAttemptsException { RetryAfter.TotalSeconds: var wait })
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait).ToString(CultureInfo.InvariantCulture);
        }

        if (answer.Status == StatusCodes.Status401Unauthorized)
        {
            // What Keystone's middleware says in front of any service.
            context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{address.Of(context.Request)}/v3\"";
        }
    }

    private static ErrorAnswer AnswerTo(Exception exception, IErrorWriter writer) => exception switch
    {
        DomainException refusal => new ErrorAnswer(writer.StatusOf(refusal, StatusOf(refusal)), refusal.Code, refusal.Message),
        BadHttpRequestException bad => new ErrorAnswer(bad.StatusCode, "http.bad_request", ReasonPhrases.GetReasonPhrase(bad.StatusCode)),
        _ when IsTextRefused(exception) => new ErrorAnswer(
            StatusCodes.Status400BadRequest, "text.invalid", "The request has a character that no text can hold."),
        _ when DatabaseFaults.IsAway(exception) => new ErrorAnswer(
            StatusCodes.Status503ServiceUnavailable, "database.unavailable", "The records cannot be reached at the moment. Please try again."),
        _ => new ErrorAnswer(
            StatusCodes.Status500InternalServerError, "server.fault", "The server met a fault of its own. The request id names it in the log."),
    };

    private static int StatusOf(DomainException refusal) =>
        StatusByCode.TryGetValue(refusal.Code, out var status) ? status
        : refusal is JobRefusedException && StatusByCause.TryGetValue(refusal.Code, out status) ? status
        : refusal is JobRefusedException && refusal.Code.StartsWith("quota.", StringComparison.Ordinal) ? StatusCodes.Status413PayloadTooLarge
        : Status.TryGetValue(refusal.GetType(), out status) ? status
        : StatusCodes.Status500InternalServerError;

    // PostgreSQL keeps no zero character, SQLite does; only the sender can have put it there.
    private static bool IsTextRefused(Exception exception) =>
        (exception as DbException ?? exception.InnerException as DbException)?.SqlState == CharacterNotInRepertoire;

    private static string Sentence(int status, HttpContext context) => status switch
    {
        StatusCodes.Status404NotFound => "The resource could not be found.",
        StatusCodes.Status405MethodNotAllowed => $"The method {context.Request.Method} is not allowed for this resource.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };

    private void Log(Exception exception, ErrorAnswer answer)
    {
        if (answer.Status >= StatusCodes.Status500InternalServerError)
        {
            LogFault(exception, answer.Status, answer.Code);
        }
        else
        {
            LogRefusal(answer.Status, answer.Code, new OneLine(exception.Message));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Answered {Status} ({Code})")]
    private partial void LogFault(Exception exception, int status, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "Refused with {Status} ({Code}): {Reason}")]
    private partial void LogRefusal(int status, string code, OneLine reason);

    // Refusals repeat what the client sent; it must not write lines of its own into the log.
    private readonly record struct OneLine(string Text)
    {
        public override string ToString() => string.Concat(Text.Select(character => char.IsControl(character) ? ' ' : character));
    }
}
