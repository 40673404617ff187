using FsCheck;
using FsCheck.Fluent;

namespace GlancePortal.Tests.Api.V2.Fuzzing;

/// <summary>Queries of the list of images.</summary>
internal static class RandomListQuery
{
    private static readonly string[] Names =
    [
        "limit", "marker", "sort", "sort_key", "sort_dir", "name", "status", "visibility", "member_status", "owner", "os_hidden", "protected", "tag", "id",
        "disk_format", "container_format", "checksum", "os_hash_value", "os_hash_algo", "created_at", "updated_at", "size", "size_min", "size_max", "virtual_size",
        "min_disk", "min_ram_max", "os_distro", "custom_1", "changes-since", "deleted", "",
    ];

    private static readonly string[] Fitting =
    [
        "1", "3", "0", "name:asc", "size:desc,id", "created_at", "name", "asc", "desc", "active", "queued", "in:active,queued", "in:\"a b\",c", "shared", "community",
        "private", "public", "all", "accepted", "true", "false", "raw", "in:raw,qcow2", "gte:2020-01-01T00:00:00Z", "neq:2020-01-01", "2020-01-01T00:00:00Z", "a", "b", "linux",
    ];

    private static readonly Gen<string> Value = Gen.Frequency(
        (6, Gen.Elements(Fitting).Select(Uri.EscapeDataString)),
        (3, RandomTexts.Text.Where(text => text.Length < 2000).Select(Uri.EscapeDataString)),
        (1, Gen.Elements("%", "%f", "%ff", "%c3%28", "%00", "%zz", "+", "=", "a=b", "%ed%a0%80", "%f0%9f%98")));

    private static readonly Gen<string> Parameter =
        from name in Gen.Frequency((9, Gen.Elements(Names)), (1, RandomTexts.Text.Where(text => text.Length < 300).Select(Uri.EscapeDataString)))
        from value in Value
        select $"{name}={value}";

    public static readonly Gen<string> Any =
        from count in Gen.Choose(1, 4)
        from parameters in Gen.ListOf(Parameter, count)
        select $"?{string.Join('&', parameters)}";
}
