using GlancePortal.Domain.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Signatures;

/// <summary>Registers the verification of images' signatures.</summary>
public static class SignaturesRegistration
{
    /// <summary>Adds the check and its options.</summary>
    public static IServiceCollection AddSignatures(this IServiceCollection services)
    {
        services.AddPortalOptions<SignatureOptions>("Signatures");
        services.AddSingleton<IValidateOptions<SignatureOptions>, SignatureOptionsRules>();
        return services.AddScoped<SignatureCheck>();
    }
}
