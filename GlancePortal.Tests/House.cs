using System.Reflection;
using Xunit;

namespace GlancePortal.Tests;

[Trait("Suite", "unit")]
public sealed class House
{
    private static readonly string[] Suites = ["unit", "api", "data", "stores", "components", "cli"];

    private static readonly string[] AllowedAspNetInDomain =
    [
        "Microsoft.AspNetCore.Identity.EntityFrameworkCore",
        "Microsoft.AspNetCore.DataProtection.EntityFrameworkCore",
        "Microsoft.AspNetCore.DataProtection.Abstractions",
        "Microsoft.AspNetCore.DataProtection",
        "Microsoft.AspNetCore.Cryptography.KeyDerivation",
        "Microsoft.AspNetCore.Cryptography.Internal",
    ];

    [Theory]
    [InlineData("GlancePortal.Domain")]
    [InlineData("GlancePortal.Jobs")]
    public void Domain_and_jobs_know_no_http(string assembly)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            && !AllowedAspNetInDomain.Contains(name));
        Assert.DoesNotContain("GlancePortal", references);
    }

    [Fact]
    public void Domain_does_not_know_the_jobs() =>
        Assert.DoesNotContain(
            Assembly.Load("GlancePortal.Domain").GetReferencedAssemblies(), reference => reference.Name == "GlancePortal.Jobs");

    // ./test.sh runs by suite: a class that names none would never run there.
    [Fact]
    public void Every_test_class_names_its_suite()
    {
        var strays = typeof(House).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute), inherit: true)))
            .Where(type => !type.GetCustomAttributes<TraitAttribute>(inherit: true).Any(trait => trait.Name == "Suite" && Suites.Contains(trait.Value)))
            .Select(type => type.Name);

        Assert.Empty(strays);
    }
}
