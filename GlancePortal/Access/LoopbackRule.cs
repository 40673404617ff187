using System.Net;
using GlancePortal.Domain.Identity;
using Microsoft.Extensions.Options;

namespace GlancePortal.Access;

/// <summary>Trusted headers are for loopback: anybody who reaches the server would be whoever they say.</summary>
internal sealed class LoopbackRule(IConfiguration configuration) : IValidateOptions<PortalIdentityOptions>
{
    public ValidateOptionsResult Validate(string? name, PortalIdentityOptions options)
    {
        if (options.Provider != IdentityProvider.TrustedHeaders)
        {
            return ValidateOptionsResult.Success;
        }

        string[] open = [.. Addresses().Where(address => !IsLoopback(address))];
        return open.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(open.Select(
                address => $"Identity:Provider: TrustedHeaders needs every address to be loopback, and '{address}' is not."));
    }

    // Kestrel listens also where its own section says, and on any address for a bare port.
    private IEnumerable<string> Addresses()
    {
        var urls = (configuration["Urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "");
        var ports = new[] { configuration["HTTP_PORTS"], configuration["HTTPS_PORTS"] }.OfType<string>()
            .Where(port => port.Length > 0 && urls.Length == 0)
            .Select(port => $"*:{port}");
        return urls.Concat(endpoints).Concat(ports);
    }

    private static bool IsLoopback(string address)
    {
        var binding = BindingAddressOf(address);
        return binding is not null
            && (binding.Host is "localhost" || binding.IsUnixPipe
                || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
    }

    private static BindingAddress? BindingAddressOf(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
