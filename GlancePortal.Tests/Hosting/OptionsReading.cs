using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Hosting;

[Trait("Suite", "unit")]
public sealed class OptionsReading
{
    [Theory]
    [InlineData("1048576", 1_048_576)]
    [InlineData("10GiB", 10L << 30)]
    [InlineData("10 GiB", 10L << 30)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("2kb", 2000)]
    public void A_size_is_bytes_or_has_a_unit(string text, long expected)
    {
        Assert.True(OptionsValues.TryParseSize(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("ten")]
    [InlineData("-1")]
    [InlineData("10XiB")]
    [InlineData("")]
    [InlineData("9999999999PiB")]
    public void What_is_no_size_is_refused(string text) => Assert.False(OptionsValues.TryParseSize(text, out _));

    [Theory]
    [InlineData("00:30:00", 1800)]
    [InlineData("7.00:00:00", 604_800)]
    [InlineData("30s", 30)]
    [InlineData("15min", 900)]
    [InlineData("1h", 3600)]
    [InlineData("2d", 172_800)]
    [InlineData("0", 0)]
    public void A_time_is_a_clock_or_has_a_unit(string text, double seconds)
    {
        Assert.True(OptionsValues.TryParseTime(text, out var time));
        Assert.Equal(seconds, time.TotalSeconds);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("soon")]
    public void A_time_without_a_unit_is_refused(string text) => Assert.False(OptionsValues.TryParseTime(text, out _));

    [Fact]
    public void A_stronger_source_replaces_a_whole_list()
    {
        var options = Read(["Sample:Names:0=a", "Sample:Names:1=b", "Sample:Names:2=c"], ["Sample:Names:0=z"]);

        Assert.Equal(["z"], options.Names);
    }

    [Fact]
    public void A_list_is_given_with_commas_too() => Assert.Equal(["x", "y"], Read(["Sample:Names=x, y"]).Names);

    [Fact]
    public void An_empty_text_is_an_empty_list() => Assert.Empty(Read(["Sample:Names:0=a"], ["Sample:Names="]).Names);

    [Fact]
    public void A_list_that_nobody_gives_keeps_its_default() => Assert.Equal(["default"], Read([]).Names);

    [Fact]
    public void Entries_by_name_are_merged_key_by_key()
    {
        var options = Read(["Sample:Entries:one:Size=1KiB"], ["Sample:Entries:one:Wait=2s"]);

        var entry = Assert.Single(options.Entries);
        Assert.Equal(("one", 1024L, TimeSpan.FromSeconds(2)), (entry.Key, entry.Value.Size, entry.Value.Wait));
    }

    [Fact]
    public void Numbers_by_name_are_read()
    {
        var options = Read(["Sample:Numbers:one.two=3"], ["Sample:Numbers:four=5"]);

        Assert.Equal([("four", 5), ("one.two", 3)], options.Numbers.Select(number => (number.Key, number.Value)).Order());
        Assert.Contains(Check(["Sample:Numbers:one=many"]), fault => fault.StartsWith("Sample:Numbers:one:", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_fault_is_named_with_its_key()
    {
        var faults = Check(["Sample:Nmaes=a", "Sample:Entries:one:Sise=1", "Sample:Entries:one:Wait=soon", "Sample:Kind=wrong"]);

        Assert.Contains(faults, fault => fault.StartsWith("Sample:Nmaes:", StringComparison.Ordinal) && fault.Contains("Sample:Names", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Sample:Entries:one:Sise:", StringComparison.Ordinal) && fault.Contains("Size", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Sample:Entries:one:Wait:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Sample:Kind:", StringComparison.Ordinal));
        Assert.Equal(4, faults.Count);
    }

    [Theory]
    [InlineData("Smaple:Names=a", "Smaple: unknown key; the nearest known one is Sample.")]
    [InlineData("Samples=a", "Samples: unknown key; the nearest known one is Sample.")]
    [InlineData("Loging:LogLevel:Default=Debug", "Loging: unknown key; the nearest known one is Logging.")]
    public void A_section_that_nearly_has_a_known_name_is_a_fault(string setting, string fault) => Assert.Equal([fault], Check([setting]));

    [Fact]
    public void What_is_nearly_a_known_name_in_the_environment_is_somebody_elses()
    {
        Environment.SetEnvironmentVariable("SAMPLF", "x");

        Assert.Empty(Check(["SAMPLF=x"]));
    }

    [Fact]
    public void A_good_configuration_has_no_fault() => Assert.Empty(Check(["Sample:Names=a", "Sample:Entries:one:Size=1", "Other:Key=1"]));

    private static Sample Read(params string[][] sources)
    {
        var options = new Sample();
        var reader = new OptionsReader(Build(sources));
        reader.Read(options, "Sample");
        Assert.Empty(reader.Faults);
        return options;
    }

    private static IReadOnlyList<string> Check(params string[][] sources)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(Build(sources));
        services.AddPortalOptions<Sample>("Sample");
        using var provider = services.BuildServiceProvider();
        return ConfigurationCheck.Run(provider);
    }

    private static IConfigurationRoot Build(string[][] sources)
    {
        var builder = new ConfigurationBuilder();
        foreach (var source in sources)
        {
            builder.AddInMemoryCollection(source.Select(line => line.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1])));
        }

        return builder.Build();
    }

    private enum Kind
    {
        Right,
    }

    private sealed class Sample
    {
        public IReadOnlyList<string> Names { get; set; } = ["default"];

        public IReadOnlyDictionary<string, Entry> Entries { get; set; } = new Dictionary<string, Entry>();

        public IReadOnlyDictionary<string, int> Numbers { get; set; } = new Dictionary<string, int>();

        public Kind Kind { get; set; }
    }

    private sealed class Entry
    {
        public long Size { get; set; }

        public TimeSpan Wait { get; set; }
    }
}
