using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>Every option of `glance image-list`, by what it leaves of <see cref="ImagesToList"/>.</summary>
[Trait("Suite", "cli")]
public sealed class GlanceImageLists(ImagesToList images) : IClassFixture<ImagesToList>
{
    private readonly Glance _alice = new(images.Portal.Credentials("alice", "alpha"));

    [Theory]
    [InlineData("", "com deb pub taken win")]
    [InlineData("--visibility private", "win")]
    [InlineData("--visibility public", "pub")]
    [InlineData("--visibility shared", "deb taken")]
    [InlineData("--visibility community", "com others")]
    [InlineData("--visibility all", "com deb others pub taken win")]
    [InlineData("--member-status pending --visibility shared", "deb offered")]
    [InlineData("--member-status rejected --visibility shared", "deb declined")]
    [InlineData("--member-status all", "com deb declined offered pub taken win")]
    [InlineData("--owner " + PortalFactory.Alpha, "com deb win")]
    [InlineData("--owner " + PortalFactory.Beta, "taken")]
    [InlineData("--hidden", "old")]
    [InlineData("--hidden True", "old")]
    [InlineData("--hidden False", "com deb pub taken win")]
    public Task Who_sees_what(string options, string names) => ListsAsync(names, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("deb", "--property-filter", "os_distro=debian")]
    [InlineData("deb", "--property-filter", "a key=a=b")]
    [InlineData("", "--property-filter", "os_distro=debian", "--property-filter", "name=win")]
    [InlineData("win", "--property-filter", "status=queued", "--property-filter", "protected=true", "--property-filter", "min_ram=512")]
    [InlineData("deb win", "--property-filter", "name=in:deb,\"win\",none")]
    [InlineData("deb", "--property-filter", "size_min=2000", "--property-filter", "created_at=gt:2020-01-01T00:00:00Z")]
    [InlineData("deb win", "--tag", "x")]
    [InlineData("deb", "--tag", "x", "--tag", "linux")]
    public Task Images_are_found_by_what_they_are(string names, params string[] options) => ListsAsync(names, options);

    [Fact]
    public async Task Images_are_found_by_their_data()
    {
        await ListsAsync("deb", "--checksum", images.Checksum);
        await ListsAsync("deb", "--hash", images.Hash);
        await ListsAsync("", "--hash", images.Checksum);
    }

    [Theory]
    [InlineData("com deb", "--limit 2")]
    [InlineData("com deb pub", "--limit 3 --page-size 2")]
    [InlineData("com deb pub taken win", "--page-size 1")]
    [InlineData("win taken", "--limit 2 --sort name:desc")]
    [InlineData("deb win taken pub com", "--sort status:asc,name:desc")]
    [InlineData("win taken pub deb com", "--sort-key name --sort-dir desc")]
    [InlineData("win taken pub com deb", "--sort-key status --sort-dir desc --sort-key name --sort-dir desc")]
    [InlineData("pub com deb", "--sort-key disk_format --sort-dir asc --sort-key name --sort-dir desc --property-filter name=in:pub,com,deb")]
    public Task A_list_comes_in_the_wanted_order_and_length(string names, string options) => ListsAsync(names, options.Split(' '));

    [Fact]
    public async Task More_columns_tell_more()
    {
        var row = Assert.Single(await _alice.RowsAsync("-v", "image-list", "--include-stores", "--tag", "linux"));

        Assert.Equal(
            ("deb", "raw", "bare", "2000", "active", PortalFactory.Alpha, "local"),
            (row["Name"], row["Disk_format"], row["Container_format"], row["Size"], row["Status"], row["Owner"], row["Stores"]));
    }

    [Fact]
    public async Task A_list_that_nobody_can_give_is_refused_with_the_reason()
    {
        await _alice.RefusedAsync("HTTP 400 Bad Request: Query parameter visibility must be", "image-list", "--visibility", "nonsense");
        await _alice.RefusedAsync("HTTP 400 Bad Request", "image-list", "--property-filter", "changes-since=2020-01-01T00:00:00Z");
    }

    private async Task ListsAsync(string names, params string[] options) =>
        Assert.Equal(names, string.Join(' ', await _alice.ListAsync("Name", ["image-list", .. options])));
}
