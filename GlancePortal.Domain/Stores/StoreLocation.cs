namespace GlancePortal.Domain.Stores;

/// <summary>Where a store keeps one image's bytes.</summary>
/// <param name="Url">Address in the store's own scheme, such as <c>file:///srv/images/{id}</c>; never with credentials.</param>
public sealed record StoreLocation(string Url)
{
    /// <inheritdoc />
    public override string ToString() => Url;
}
