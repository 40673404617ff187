namespace GlancePortal.Domain.Stores;

/// <summary>Asking a store what it can do beyond the common contract.</summary>
public static class StoreAbilities
{
    /// <summary>The store seen as <typeparamref name="T"/>, or null when it lacks the ability.</summary>
    public static T? As<T>(this IImageStore store)
        where T : class => store as T;
}
