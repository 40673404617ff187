using GlancePortal.Components.Images;
using GlancePortal.Domain.Images;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

[Trait("Suite", "components")]
public sealed class ListState
{
    [Fact]
    public void Defaults_are_left_out_of_the_address() => Assert.Equal("", new ImagesPageState().ToQuery());

    [Fact]
    public void What_is_in_the_address_comes_back_from_it()
    {
        var state = new ImagesPageState
        {
            Text = "a b&c=d #1",
            Statuses = [ImageStatus.Active, ImageStatus.Queued],
            Visibilities = [ImageVisibility.Community],
            Order = ImageSortKey.Size,
            Descending = false,
            Page = 3,
            Size = 50,
        };

        Assert.Equal("?q=a%20b%26c%3Dd%20%231&status=active,queued&visibility=community&sort=size&page=3&size=50", state.ToQuery());
        Assert.Equal(state, Read(state.ToQuery()));
    }

    [Theory]
    [InlineData("?status=nonsense,7&visibility=4&sort=secret&page=-2&size=9999", "")]
    [InlineData("?status=ACTIVE", "?status=active")]
    [InlineData("?sort=-updated&page=1&size=25", "")]
    [InlineData("?sort=updated", "?sort=updated")]
    [InlineData("?sort=name&page=0", "?sort=name")]
    [InlineData("?q=%20%20", "")]
    public void What_makes_no_sense_is_left_at_its_default(string address, string meaning) => Assert.Equal(meaning, Read(address).ToQuery());

    [Fact]
    public void A_chip_turns_on_and_off_and_begins_at_the_first_page()
    {
        var on = new ImagesPageState { Page = 4 }.Toggle(ImageStatus.Active);

        Assert.Equal("?status=active", on.ToQuery());
        Assert.Equal("", on.Toggle(ImageStatus.Active).ToQuery());
    }

    [Fact]
    public void Chips_of_one_kind_add_up_and_keep_their_order() =>
        Assert.Equal("?status=active,queued", new ImagesPageState().Toggle(ImageStatus.Queued).Toggle(ImageStatus.Active).ToQuery());

    [Theory]
    [InlineData(ImageSortKey.Name, "?sort=name", "?sort=-name")]
    [InlineData(ImageSortKey.Size, "?sort=-size", "?sort=size")]
    public void The_same_column_again_turns_the_order_round(ImageSortKey column, string first, string second)
    {
        var once = new ImagesPageState { Page = 2 }.SortBy(column);

        Assert.Equal(first, once.ToQuery());
        Assert.Equal(second, once.SortBy(column).ToQuery());
    }

    [Fact]
    public void Clearing_keeps_the_order_and_the_number_of_rows() =>
        Assert.Equal("?sort=name&size=100", Read("?q=x&status=active&sort=name&page=2&size=100").Cleared().ToQuery());

    [Fact]
    public void Without_chips_the_records_are_asked_for_every_status_and_visibility()
    {
        var filter = new ImagesPageState().ToFilter();

        Assert.Null(filter.Statuses);
        Assert.Null(filter.Visibilities);
    }

    [Fact]
    public void A_page_skips_the_rows_before_it() => Assert.Equal(100, Read("?page=3&size=50").Offset);

    private static ImagesPageState Read(string address)
    {
        var query = address.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
        return ImagesPageState.Parse(
            query.GetValueOrDefault("q"), query.GetValueOrDefault("status"), query.GetValueOrDefault("visibility"), query.GetValueOrDefault("sort"),
            Number("page"), Number("size"));

        int? Number(string name) => int.TryParse(query.GetValueOrDefault(name), out var number) ? number : null;
    }
}
