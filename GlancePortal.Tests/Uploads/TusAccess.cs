using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class TusAccess(PortalFactory portal) : TusFacts(portal), IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Without_a_credential_it_is_401()
    {
        var stranger = new TusClient(Portal.CreateClient());
        using var created = await stranger.CreateAsync(5, TusClient.RawImage("x"), Cancellation);
        using var state = await stranger.HeadAsync(new Uri($"/uploads/{Guid.NewGuid()}", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, created.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, state.StatusCode);
    }

    [Fact]
    public async Task A_reader_looks_and_cannot_touch()
    {
        var (alice, carol) = (await SenderAsync(), await SenderAsync("carol"));
        using var created = await BeginAsync(alice, 100);
        using var begun = await carol.CreateAsync(5, TusClient.RawImage("x"), Cancellation);
        using var sent = await carol.PatchAsync(created.Upload(), 0, new byte[5], Cancellation);
        using var ended = await carol.DeleteAsync(created.Upload(), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, begun.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, ended.StatusCode);
        Assert.Equal(0, await carol.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task For_another_project_an_upload_does_not_exist()
    {
        var (alice, bob) = (await SenderAsync(), await SenderAsync("bob", "beta"));
        using var created = await BeginAsync(alice, 100);
        using var state = await bob.HeadAsync(created.Upload(), Cancellation);
        using var sent = await bob.PatchAsync(created.Upload(), 0, new byte[5], Cancellation);
        using var ended = await bob.DeleteAsync(created.Upload(), Cancellation);

        Assert.All([state, sent, ended], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Equal(0, await alice.OffsetAsync(created.Upload(), Cancellation));
    }

    [Fact]
    public async Task An_administrator_may_continue_what_a_member_began()
    {
        var (alice, admin, content) = (await SenderAsync(), await SenderAsync("admin", "admin"), Bytes.Random(5000));
        using var created = await BeginAsync(alice, content.Length);
        using var first = await alice.PatchAsync(created.Upload(), 0, content[..2000], Cancellation);
        using var second = await admin.PatchAsync(created.Upload(), 2000, content[2000..], Cancellation);

        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
        await AssertActiveAsync(created.ImageId(), content);
    }

    [Fact]
    public async Task An_upload_can_fill_a_queued_image()
    {
        var (alice, content) = (await SenderAsync(), Bytes.Random(4000));
        var image = await CreateImageAsync(alice);
        using var created = await alice.CreateAsync(content.Length, TusClient.Metadata(("image_id", image.ToString()), ("filename", "a.raw")), Cancellation);
        using var sent = await alice.PatchAsync(created.Upload(), 0, content, Cancellation);

        Assert.Equal(image, created.ImageId());
        var jobs = await Eventually.SeeAsync(() => ImageAsync(image), row => row.Status == ImageStatus.Active, Cancellation);
        Assert.Equal(content.Length, jobs.Size);
    }

    [Fact]
    public async Task A_foreign_image_is_404_and_one_with_data_409()
    {
        var (alice, bob) = (await SenderAsync(), await SenderAsync("bob", "beta"));
        var queued = await CreateImageAsync(alice);
        using var foreign = await bob.CreateAsync(5, TusClient.Metadata(("image_id", queued.ToString())), Cancellation);
        using var unknown = await bob.CreateAsync(5, TusClient.Metadata(("image_id", Guid.NewGuid().ToString())), Cancellation);
        using var full = await BeginAsync(alice, 0);
        await AssertActiveAsync(full.ImageId(), []);
        using var again = await alice.CreateAsync(5, TusClient.Metadata(("image_id", full.ImageId().ToString())), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    // An upload that was ended leaves a queued image.
    private static async Task<Guid> CreateImageAsync(TusClient sender)
    {
        using var created = await BeginAsync(sender, 1);
        using var ended = await sender.DeleteAsync(created.Upload(), Cancellation);
        return created.ImageId();
    }
}
