using System.Text.RegularExpressions;
using GlancePortal.Domain.Hosting;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Hosting;

/// <summary>Holds docs/operator/configuration.md to the keys that the program reads.</summary>
[Trait("Suite", "api")]
public sealed partial class ConfigurationGuide
{
    // Kestrel's own; every other key is of a class of ours.
    private static readonly string[] KeysOfTheFramework = ["Urls"];

    [Fact]
    public void The_operators_guide_names_each_key_and_no_other()
    {
        using var data = new TemporaryFolder();
        using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host.UseSetting("DataDirectory", data.Path));
        var read = factory.Services.GetServices<OptionsSection>()
            .SelectMany(section => Keys(section.Type, section.Section.Replace(":local", ":<id>", StringComparison.Ordinal)))
            .Concat(KeysOfTheFramework)
            .Distinct().Order(StringComparer.Ordinal);

        var guide = SourceTree.Read("docs/operator/configuration.md");
        var described = KeyOfARow().Matches(guide).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

        Assert.Equal(read, described);
    }

    private static IEnumerable<string> Keys(Type type, string path) =>
        OptionsShape.Settable(type).SelectMany(property =>
        {
            var key = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
            return OptionsShape.EntryType(property.PropertyType) switch
            {
                { } entry when !OptionsShape.IsNested(entry) => [$"{key}:<key>"],
                { } entry => Keys(entry, $"{key}:<id>"),
                null when property.PropertyType != typeof(IReadOnlyList<string>) && OptionsShape.IsNested(property.PropertyType) => Keys(property.PropertyType, key),
                _ => [key],
            };
        });

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z0-9:<>]*)` \|", RegexOptions.Multiline)]
    private static partial Regex KeyOfARow();
}
