using System.Security.Cryptography;

namespace GlancePortal.Domain.Stores.FileSystem;

/// <summary>Names in a file store: <c>{id}</c> for complete data, <c>.{id}.{random}.part</c> while it is written.</summary>
internal static class StoredFileName
{
    private const string Part = ".part";
    private const int IdLength = 36;
    private const int RandomLength = 16;

    public static string Of(Guid imageId) => imageId.ToString("D");

    public static string Temporary(Guid imageId) => $".{Of(imageId)}.{RandomNumberGenerator.GetHexString(RandomLength, lowercase: true)}{Part}";

    public static bool TryParse(string name, out Guid imageId, out bool isTemporary)
    {
        isTemporary = name.Length == IdLength + RandomLength + Part.Length + 2
            && name[0] == '.' && name[IdLength + 1] == '.' && name.EndsWith(Part, StringComparison.Ordinal);
        return Guid.TryParseExact(isTemporary ? name.AsSpan(1, IdLength) : name, "D", out imageId);
    }
}
