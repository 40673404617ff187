using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>Every option of `openstack image list`, by what it leaves of <see cref="ImagesToList"/>.</summary>
[Trait("Suite", "cli")]
public sealed class OpenStackImageLists(ImagesToList images) : IClassFixture<ImagesToList>
{
    private readonly OpenStack _alice = new(images.Portal.Credentials("alice", "alpha"));

    [Theory]
    [InlineData("", "com deb pub taken win")]
    [InlineData("--private", "win")]
    [InlineData("--public", "pub")]
    [InlineData("--shared", "deb taken")]
    [InlineData("--community", "com others")]
    [InlineData("--all", "com deb others pub taken win")]
    [InlineData("--hidden", "old")]
    [InlineData("--member-status pending --shared", "deb offered")]
    [InlineData("--member-status all --shared", "deb declined offered taken")]
    [InlineData("--name win", "win")]
    [InlineData("--status active", "deb")]
    [InlineData("--tag x", "deb win")]
    [InlineData("--tag x --tag linux", "deb")]
    [InlineData("--property os_distro=debian", "deb")]
    [InlineData("--sort name:desc", "win taken pub deb com")]
    [InlineData("--sort status:desc,name:asc", "com pub taken win deb")]
    public async Task Images_are_found(string options, string names) =>
        Assert.Equal(
            names, string.Join(' ', await _alice.NamesAsync(["image", "list", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)])));

    [Fact]
    public async Task A_list_is_read_in_pieces()
    {
        var first = await _alice.NamesAsync("image", "list", "--limit", "3");
        var second = await _alice.NamesAsync("image", "list", "--limit", "3", "--marker", await LastOfAsync(3));

        Assert.Equal((3, 2), (first.Count, second.Count));
        Assert.Equal(["com", "deb", "pub", "taken", "win"], first.Concat(second).Order());
    }

    [Fact]
    public async Task More_columns_tell_more()
    {
        var row = (await _alice.JsonAsync("image", "list", "--long", "--name", "deb"))[0]!;

        row.AssertHas($$"""
            { "Name": "deb", "Disk Format": "raw", "Container Format": "bare", "Size": 2000, "Checksum": "{{images.Checksum}}", "Status": "active",
              "Visibility": "shared", "Protected": false, "Project": "{{PortalFactory.Alpha}}", "Tags": ["linux", "x"] }
            """);
    }

    [Fact]
    public async Task An_administrator_lists_a_project()
    {
        var admin = new OpenStack(images.Portal.Credentials("admin", "admin"));

        Assert.Equal(
            ["declined", "offered", "others", "secret", "taken"],
            await admin.NamesAsync("image", "list", "--project", "beta", "--project-domain", "Default", "--all"));
    }

    // The client sorts what it got; the marker wants the order in which it came.
    private async Task<string> LastOfAsync(int limit)
    {
        using var http = await images.Portal.ConnectAsync("alice", "alpha");
        return (await http.ListImagesAsync($"?limit={limit}"))[^1];
    }
}
