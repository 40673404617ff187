using System.Collections;

namespace GlancePortal.Api;

/// <summary>Gives every request an id that its answer carries and its log lines know.</summary>
internal sealed class RequestIds(RequestDelegate next, ILogger<RequestIds> logger)
{
    public const string Header = "X-Openstack-Request-Id";
    private const string Prefix = "req-";

    // What Glance takes from a client at most.
    private const int LongestClientId = 64;

    public async Task InvokeAsync(HttpContext context)
    {
        var sent = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = Prefix + (IdWithin(sent) ?? Guid.NewGuid()).ToString();
        Stamp(context);
        using var scope = logger.BeginScope(new Scope(context.TraceIdentifier));
        if (sent.Length > LongestClientId)
        {
            context.Response.StatusCode = StatusCodes.Status431RequestHeaderFieldsTooLarge;
            return;
        }

        await next(context);
    }

    /// <summary>Puts the id on the answer; again after an error handler has cleared the headers.</summary>
    public static void Stamp(HttpContext context) => context.Response.Headers[Header] = context.TraceIdentifier;

    // A service that asks on behalf of its own request sends that one's id. Any other text stays out of our log.
    private static Guid? IdWithin(string sent)
    {
        var text = sent.StartsWith(Prefix, StringComparison.Ordinal) ? sent.AsSpan(Prefix.Length) : sent;
        return Guid.TryParseExact(text, "D", out var id) ? id : null;
    }

    private sealed class Scope(string requestId) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] => new("RequestId", requestId);

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => requestId;
    }
}
