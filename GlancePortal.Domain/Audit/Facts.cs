namespace GlancePortal.Domain.Audit;

/// <summary>Details of an audit event, never secrets.</summary>
internal static class Facts
{
    public static IReadOnlyDictionary<string, string?> Of(params (string Name, string? Value)[] facts) =>
        facts.ToDictionary(fact => fact.Name, fact => fact.Value);
}
