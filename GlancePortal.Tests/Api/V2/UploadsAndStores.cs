using System.Net;
using System.Net.Http.Headers;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Stores;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace GlancePortal.Tests.Api.V2;

/// <summary>What a store that takes no data does to an upload: glance-behaviour.md, section 9.</summary>
[Trait("Suite", "api")]
public sealed class UploadsAndStores(UploadsAndStores.Portal portal) : IClassFixture<UploadsAndStores.Portal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("full", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("denied", HttpStatusCode.ServiceUnavailable)]
    [InlineData("away", HttpStatusCode.ServiceUnavailable)]
    [InlineData("read-only", HttpStatusCode.Gone)]
    public async Task What_a_store_refuses_is_told_and_the_image_queued_again(string store, HttpStatusCode status)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "disk_format": "raw", "container_format": "bare" }""");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v2/images/{id}/file")
        {
            Content = new ByteArrayContent([1]) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        };
        request.Headers.Add("X-Image-Meta-Store", store);
        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("queued", (await client.GetJsonAsync($"/v2/images/{id}"))["status"]!.ToString());
    }

    public sealed class Portal : TrustingPortal
    {
        public Portal()
        {
            foreach (var store in new[] { "full", "denied", "away", "read-only" })
            {
                Settings[$"Stores:Backends:{store}:Type"] = "File";
            }

            Settings["Stores:Backends:read-only:ReadOnly"] = "true";
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureServices(services => services
                .AddKeyedSingleton<IImageStore>("full", new RefusingStore("full", new StoreFullException("full")))
                .AddKeyedSingleton<IImageStore>("denied", new RefusingStore("denied", new StoreWriteDeniedException("denied")))
                .AddKeyedSingleton<IImageStore>("away", new RefusingStore("away", new StoreUnavailableException("away"))));
        }
    }

    // A disk that is full or may not be written cannot be had by every user on every machine.
    private sealed class RefusingStore(string id, DomainException refusal) : IImageStore
    {
        public string Id => id;

        public Task<StoredData> AddAsync(Guid imageId, Stream data, long? sizeHint, CancellationToken cancellationToken) => throw refusal;

        public Task<Stream> OpenReadAsync(StoreLocation location, CancellationToken cancellationToken) => throw refusal;

        public Task DeleteAsync(StoreLocation location, CancellationToken cancellationToken) => throw refusal;
    }
}
