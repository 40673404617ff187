using GlancePortal.Domain.Quotas;
using Xunit;

namespace GlancePortal.Tests.Quotas;

/// <summary>How user_storage_quota is written; glance-behaviour.md, 24 Quotas.</summary>
[Trait("Suite", "unit")]
public sealed class StorageQuotaReading
{
    [Theory]
    [InlineData(null, -1L)]
    [InlineData("", -1L)]
    [InlineData("0", -1L)]
    [InlineData("0GB", -1L)]
    [InlineData("17", 17L)]
    [InlineData("17B", 17L)]
    [InlineData("2KB", 2048L)]
    [InlineData("3 mb", 3145728L)]
    [InlineData("1GB", 1073741824L)]
    [InlineData("2TB", 2199023255552L)]
    public void Units_are_powers_of_1024(string? text, long bytes) => Assert.Equal(bytes, StorageQuota.Read(text));

    [Theory]
    [InlineData("GB")]
    [InlineData("-1")]
    [InlineData("1.5GB")]
    [InlineData("10PB")]
    [InlineData("9999999999TB")]
    [InlineData("much")]
    public void Anything_else_is_none(string text) => Assert.Null(StorageQuota.Read(text));
}
