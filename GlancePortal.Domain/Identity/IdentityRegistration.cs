using GlancePortal.Domain.Data;
using GlancePortal.Domain.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GlancePortal.Domain.Identity;

/// <summary>Registers users, projects, tokens and sessions.</summary>
public static class IdentityRegistration
{
    /// <summary>Adds identity's services.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddPortalOptions<PortalIdentityOptions>("Identity");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PortalIdentityOptions>, PortalIdentityOptionsRules>());
        services.AddDataProtection().SetApplicationName("GlancePortal").PersistKeysToDbContext<PortalDb>();
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<Revocations>();
        services.AddSingleton<Tokens>();
        services.AddSingleton<IdentityStart>();
        services.AddSingleton<RevocationFeed>();
        services.AddHostedService(root => root.GetRequiredService<RevocationFeed>());
        services.AddScoped<Bootstrap>();
        services.AddScoped<IdentityQueries>();
        services.AddScoped<SignInThrottle>();
        services.AddScoped<PasswordCheck>();
        services.AddScoped<ApplicationCredentialCheck>();
        services.AddScoped<TokenIssue>();
        services.AddScoped<DirectoryLists>();
        services.AddScoped<Projects>();
        services.AddScoped<Users>();
        services.AddScoped<RoleAssignments>();
        services.AddScoped<ApplicationCredentials>();
        services.AddScoped<Passwords>();
        services.AddSingleton<FirstRun>();
        services.AddScoped<UserPreferences>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<ProjectRoles>();
        services.AddScoped<SignIn>();
        return services;
    }
}
