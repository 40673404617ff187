using System.Reflection;
using Xunit;

namespace GlancePortal.Tests;

public sealed class House
{
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
}
