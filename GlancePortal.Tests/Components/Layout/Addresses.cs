using GlancePortal.Components.Layout;
using GlancePortal.Domain.Identity;
using Xunit;

namespace GlancePortal.Tests.Components.Layout;

[Trait("Suite", "components")]
public sealed class Addresses
{
    [Theory]
    [InlineData("p/alpha/images?q=x", "alpha", "images")]
    [InlineData("p/a%20b/images/new", "a b", "images/new")]
    [InlineData("p/alpha", "alpha", "")]
    [InlineData("me?project=alpha", null, "")]
    [InlineData("", null, "")]
    public void The_shell_reads_project_and_page(string address, string? project, string page)
    {
        var read = ProjectAddress.Parse(address);

        Assert.Equal((project, page), (read.Project, read.Page));
    }

    [Theory]
    [InlineData("p/alpha/images?q=x&page=3&status=active", "/p/beta/images?q=x&status=active")]
    [InlineData("p/alpha/images?page=3", "/p/beta/images")]
    [InlineData("p/alpha/images/new", "/p/beta/images/new")]
    [InlineData("p/alpha/images/11111111-2222-3333-4444-555555555555", "/p/beta/images")]
    [InlineData("p/alpha/deleted?page=2", "/p/beta/deleted")]
    [InlineData("me", "/p/beta/images")]
    public void Another_project_keeps_the_page_and_its_filters(string address, string there) =>
        Assert.Equal(there, ProjectAddress.Parse(address).In("beta"));

    [Fact]
    public void A_project_is_called_by_its_name_unless_that_could_mean_another()
    {
        ProjectOfUser one = new("1", "alpha", []), two = new("2", "alpha", []), three = new("3", "1", []);

        Assert.Equal("alpha", ProjectAddress.SlugOf(one, [one]));
        Assert.Equal("1", ProjectAddress.SlugOf(one, [one, two]));
        Assert.Equal("3", ProjectAddress.SlugOf(three, [one, three]));
    }
}
