using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Hosting;

/// <summary>Looks at the whole configuration before anything starts.</summary>
public static class ConfigurationCheck
{
    private static readonly MethodInfo Value = typeof(ConfigurationCheck).GetMethod(nameof(FaultsOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Every fault, with its key: values that cannot be understood, rules that are broken, keys that nothing reads.</summary>
    /// <param name="services">The built services.</param>
    public static IReadOnlyList<string> Run(IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var sections = services.GetServices<OptionsSection>().Distinct().ToList();
        var faults = new List<string>(UnknownKeys.Find(services.GetRequiredService<IConfiguration>(), sections));
        foreach (var type in sections.Select(section => section.Type).Distinct())
        {
            faults.AddRange((IEnumerable<string>)Value.MakeGenericMethod(type).Invoke(null, [services])!);
        }

        return [.. faults.Distinct()];
    }

    private static IEnumerable<string> FaultsOf<T>(IServiceProvider services)
        where T : class
    {
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return fault.Failures;
        }
    }
}
