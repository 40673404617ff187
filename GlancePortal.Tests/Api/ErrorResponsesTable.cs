using GlancePortal.Api;
using GlancePortal.Domain.Errors;
using Xunit;

namespace GlancePortal.Tests.Api;

[Trait("Suite", "unit")]
public sealed class ErrorResponsesTable
{
    [Fact]
    public void Every_refusal_has_a_status()
    {
        var refusals = new[] { typeof(DomainException).Assembly, typeof(ErrorResponses).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(DomainException)) && !type.IsAbstract);

        Assert.Empty(refusals.Where(type => !ErrorResponses.Status.ContainsKey(type)).Select(type => type.Name));
    }
}
