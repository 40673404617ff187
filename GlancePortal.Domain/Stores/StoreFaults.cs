namespace GlancePortal.Domain.Stores;

/// <summary>Turns what the file system answers into the refusals of a store.</summary>
internal static class StoreFaults
{
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <summary>The refusal that stands for <paramref name="fault"/>; null when it is not one of the file system.</summary>
    public static Exception? Refusal(string storeId, Exception fault) => fault switch
    {
        FileNotFoundException => new DataNotFoundException(storeId, fault),
        // Linux puts the plain error number into the result.
        IOException { HResult: NoSpace or QuotaExceeded or FileTooLarge } => new StoreFullException(storeId, fault),
        IOException { HResult: ReadOnlyFileSystem } or UnauthorizedAccessException => new StoreWriteDeniedException(storeId, fault),
        IOException => new StoreUnavailableException(storeId, fault),
        _ => null,
    };

    public static void Translate(string storeId, Action work) => Translate(storeId, () =>
    {
        work();
        return true;
    });

    public static T Translate<T>(string storeId, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (Refusal(storeId, fault) is { } refusal)
        {
            throw refusal;
        }
    }
}
