using GlancePortal.Domain.Access;
using GlancePortal.Domain.Images;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Tests.Support;

/// <summary>The rules of access for tests of the domain: the default ones, or those of files.</summary>
internal static class Rules
{
    public static RulesInForce Of(AccessOptions? options = null) =>
        new(Options.Create(options ?? new AccessOptions()), NullLogger<RulesInForce>.Instance);

    public static ImageAccess Access(AccessOptions? options = null) => new(Of(options));

    public static ImagePermits Permits(AccessOptions? options = null) => new(Access(options), Of(options), ImageSchema.Stock);
}
