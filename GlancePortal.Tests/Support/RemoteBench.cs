using System.Net;
using GlancePortal.Domain.Import.Remote;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace GlancePortal.Tests.Support;

/// <summary>What fetches from other servers, with rules that allow 127.0.0.1 and any port, and a clock that a test moves.</summary>
internal sealed class RemoteBench
{
    public WebDownloadOptions Web { get; } = new() { AllowedPorts = ["*"], AllowedPrivateHosts = ["127.0.0.1"] };

    public GlanceDownloadOptions Glance { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    /// <summary>Where names lead to; nowhere unless a test says.</summary>
    public ResolveHost Resolve { get; set; } = (_, _) => Task.FromResult<IPAddress[]>([]);

    public AddressRules Addresses => new(Fixed.Of(Web));

    public UriRules Rules => new(Fixed.Of(Web), Addresses);

    public RemoteSource Source => new(Rules, new GuardedConnector(Resolve, Addresses, Fixed.Of(Web)), Fixed.Of(Web), Time);

    public RemoteGlance Regions => new(Source, Fixed.Of(Glance));

    /// <summary>Moves the clock until the work has ended: it waits for pauses and for silence.</summary>
    public async Task<T> InFastTimeAsync<T>(Task<T> work, TimeSpan step)
    {
        while (!work.IsCompleted)
        {
            Time.Advance(step);
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }

        return await work;
    }

    private static class Fixed
    {
        public static IOptionsMonitor<T> Of<T>(T value) => new Monitor<T>(value);

        private sealed class Monitor<T>(T value) : IOptionsMonitor<T>
        {
            public T CurrentValue => value;

            public T Get(string? name) => value;

            public IDisposable? OnChange(Action<T, string?> listener) => null;
        }
    }
}
