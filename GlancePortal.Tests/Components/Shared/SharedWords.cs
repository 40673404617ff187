using System.Globalization;
using Bunit;
using GlancePortal.Components.Account;
using GlancePortal.Components.Shared;
using GlancePortal.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace GlancePortal.Tests.Components.Shared;

[Trait("Suite", "components")]
public sealed class SharedWords : ComponentTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1,023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(21_474_836_480, "20 GiB")]
    [InlineData(long.MaxValue, "8,192 PiB")]
    public void Sizes_are_short_and_binary(long bytes, string words) => Assert.Equal(words, ByteSize.Short(bytes));

    [Theory]
    [InlineData("plain-1.2_x", "plain-1.2_x")]
    [InlineData("", "''")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(rm -rf)", "'$(rm -rf)'")]
    public void Any_text_is_one_word_of_a_command(string text, string word) => Assert.Equal(word, ShellQuote.Of(text));

    [Theory]
    [InlineData(5, "now")]
    [InlineData(60, "1 minute ago")]
    [InlineData(7_200, "2 hours ago")]
    [InlineData(86_400 * 3, "3 days ago")]
    public void Times_are_told_as_their_age(int seconds, string words)
    {
        var now = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
        Services.AddSingleton<TimeProvider>(now);
        var time = Render<Moment>(parameters => parameters.Add(x => x.At, now.GetUtcNow().AddSeconds(-seconds))).Find("time");

        Assert.Equal(words, time.TextContent);
        Assert.EndsWith("UTC", time.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_are_what_the_client_reads()
    {
        var project = new ProjectOfProfile("1", "alpha team", "Default", "alpha team", ["member"]);
        var text = OpenRc.For(new Profile("u", "alice", "Default", [project]), project, "http://cloud:9292", "Password of alice:");

        Assert.Contains("export OS_AUTH_URL=http://cloud:9292/v3\n", text, StringComparison.Ordinal);
        Assert.Contains("export OS_PROJECT_NAME='alpha team'\n", text, StringComparison.Ordinal);
        Assert.Equal(
            ["OS_AUTH_URL", "OS_IDENTITY_API_VERSION", "OS_IMAGE_API_VERSION", "OS_REGION_NAME", "OS_USERNAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_NAME", "OS_PROJECT_DOMAIN_NAME", "OS_PASSWORD"],
            text.Split('\n').Where(line => line.StartsWith("export ", StringComparison.Ordinal)).Select(line => line["export ".Length..].Split('=')[0]));
    }

    [Fact]
    public void Every_icon_that_a_component_names_is_drawn()
    {
        Assert.NotEmpty(Icons.Shapes);
        Assert.All(Icons.Shapes.Values, shape => Assert.StartsWith("<", shape, StringComparison.Ordinal));
        Assert.Equal("en", CultureInfo.CurrentUICulture.Name);
    }
}
