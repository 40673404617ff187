using System.Reflection;

namespace GlancePortal.Domain.Hosting;

/// <summary>What an options class can hold: values, lists of text, nested classes, and named entries.</summary>
internal static class OptionsShape
{
    public static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && (property.CanWrite || IsNested(property.PropertyType)));

    public static bool IsNested(Type type) =>
        type.IsClass && type != typeof(string) && type != typeof(Uri) && EntryType(type) is null && !type.IsArray;

    /// <summary>Type of the entries when the property holds them by name; null otherwise.</summary>
    public static Type? EntryType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is { } definition
        && (definition == typeof(IReadOnlyDictionary<,>) || definition == typeof(IDictionary<,>) || definition == typeof(Dictionary<,>))
            ? type.GetGenericArguments()[1]
            : null;
}
