using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Hosting;

/// <summary>A class of options and the section it is read from; the start checks all of them for faults and unknown keys.</summary>
/// <param name="Type">The class.</param>
/// <param name="Section">The section, for example `Stores`; empty for the keys above all sections.</param>
public sealed record OptionsSection(Type Type, string Section);

/// <summary>Registers options that are read by our rules instead of the framework's binder.</summary>
public static class OptionsSectionRegistration
{
    /// <summary>Binds <typeparamref name="T"/> to a section: sizes as `10GiB`, times as `30s`, lists replaced as a whole by the stronger source.</summary>
    /// <exception cref="OptionsValidationException">When first read, if a value cannot be understood.</exception>
    public static OptionsBuilder<T> AddPortalOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton(new OptionsSection(typeof(T), section));
        services.AddSingleton<IOptionsChangeTokenSource<T>>(root =>
            new ConfigurationChangeTokenSource<T>(Options.DefaultName, root.GetRequiredService<IConfiguration>()));
        return services.AddOptions<T>().Configure<IConfiguration>((options, configuration) =>
        {
            var reader = new OptionsReader(configuration);
            reader.Read(options, section);
            if (reader.Faults.Count > 0)
            {
                throw new OptionsValidationException(section, typeof(T), reader.Faults);
            }
        });
    }
}
