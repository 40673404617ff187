using GlancePortal.Api;
using GlancePortal.Api.V3;
using GlancePortal.Domain.Identity;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Access;

/// <summary>Who asks: tokens, trusted headers and the portal's cookie.</summary>
internal static partial class AccessRegistration
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PortalIdentityOptions>, LoopbackRule>());
        services.AddSingleton<TokenCallers>();
        services.AddSingleton<ICallerSource>(root =>
            ProviderOf(root) == IdentityProvider.TrustedHeaders ? new TrustedHeaderCallers() : root.GetRequiredService<TokenCallers>());
        services.AddSingleton<PortalCallers>();
        services.AddSingleton<CookieCallers>();
        services.AddSingleton<CallerCheck>();
        services.AddPortalCookie();
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
        services.AddErrorWriter<V3ErrorWriter>();
        services.AddSingleton<V3Catalog>();
        services.AddSingleton<DirectoryItems>();
        return services;
    }

    /// <summary>Makes the users and keys that must exist before anything is served.</summary>
    /// <returns>False when the bootstrap file does not fit what exists; the fault was named.</returns>
    public static async Task<bool> PrepareIdentityAsync(this WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<IdentityStart>().RunAsync(app.Lifetime.ApplicationStopping);
            return true;
        }
        catch (BootstrapFaultException fault)
        {
            await Console.Error.WriteLineAsync($"Configuration: Identity:Bootstrap:File: {fault.Message}");
            return false;
        }
    }

    /// <summary>Finds out who asks; stands behind the error responses and before every endpoint.</summary>
    public static void UseAccess(this WebApplication app)
    {
        if (ProviderOf(app.Services) == IdentityProvider.TrustedHeaders)
        {
            LogTrustedHeaders(app.Logger);
        }

        app.UseMiddleware<CircuitOrigin>();
        app.UseMiddleware<CallerMiddleware>();
    }

    private static IdentityProvider ProviderOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<PortalIdentityOptions>>().Value.Provider;

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "*** Identity:Provider=TrustedHeaders: every request is believed to be whoever it says. Never use this outside of development and tests. ***")]
    private static partial void LogTrustedHeaders(ILogger logger);
}
