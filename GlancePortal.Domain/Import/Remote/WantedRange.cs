using System.Net.Http.Headers;

namespace GlancePortal.Domain.Import.Remote;

/// <summary>Which bytes of a source are asked for.</summary>
/// <param name="From">The first one.</param>
/// <param name="To">The last one; null means all that follow.</param>
/// <param name="Validator">Wants them only of the file that this is of; null of any.</param>
internal readonly record struct WantedRange(long From = 0, long? To = null, string? Validator = null)
{
    /// <summary>Whether the whole is wanted.</summary>
    public bool IsAll => From == 0 && To is null;

    public void AddTo(HttpRequestMessage request)
    {
        if (IsAll)
        {
            return;
        }

        request.Headers.Range = new RangeHeaderValue(From, To);
        if (Validator is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Range", Validator);
        }
    }

}
