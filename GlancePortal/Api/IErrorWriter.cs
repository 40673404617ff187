namespace GlancePortal.Api;

/// <summary>What a request that ends badly is told.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code of the cause.</param>
/// <param name="Message">For people; never a stack trace, a path of the host or a database's words.</param>
internal sealed record ErrorAnswer(int Status, string Code, string Message);

/// <summary>The shape of errors behind one door. Registered by <see cref="ApiRegistration.AddErrorWriter{T}"/>; the first that serves a path writes.</summary>
internal interface IErrorWriter
{
    /// <summary>Whether a request to this path came through this door.</summary>
    bool Serves(PathString path);

    /// <summary>The status behind this door, where a refusal's usual one is not right here.</summary>
    int StatusOf(Exception refusal, int usual) => usual;

    /// <summary>Writes status, headers and body. Nothing was sent yet.</summary>
    Task WriteAsync(HttpContext context, ErrorAnswer answer, CancellationToken cancellationToken);
}
