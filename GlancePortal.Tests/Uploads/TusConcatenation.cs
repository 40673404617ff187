using System.Net;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Uploads;

[Trait("Suite", "api")]
public sealed class TusConcatenation(PortalFactory portal) : TusFacts(portal), IClassFixture<PortalFactory>
{
    [Fact]
    public async Task Parts_become_one_image_and_are_gone()
    {
        var (sender, content) = (await SenderAsync(), Bytes.Random(1_300_000));
        var first = await PartAsync(sender, content[..800_000]);
        var second = await PartAsync(sender, content[800_000..]);
        using var final = await FinalAsync(sender, TusClient.RawImage("joined"), first, second);

        Assert.Equal(HttpStatusCode.Created, final.StatusCode);
        await AssertActiveAsync(final.ImageId(), content);
        using var state = await sender.HeadAsync(final.Upload(), Cancellation);
        Assert.Equal($"final;{first} {second}", state.Header("Upload-Concat"));
        Assert.Equal("1300000", state.Header("Upload-Length"));
        foreach (var part in new[] { first, second })
        {
            using var gone = await sender.HeadAsync(part, Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
            Assert.False(File.Exists(StagingPath(Guid.Parse(part.ToString().Split('/')[^1]))));
        }
    }

    [Fact]
    public async Task A_part_makes_no_image_and_carries_no_metadata()
    {
        var sender = await SenderAsync();
        using var part = await sender.CreateAsync(5, metadata: null, Cancellation, ("Upload-Concat", "partial"));
        using var state = await sender.HeadAsync(part.Upload(), Cancellation);
        using var described = await sender.CreateAsync(5, TusClient.RawImage("x"), Cancellation, ("Upload-Concat", "partial"));

        Assert.Equal(HttpStatusCode.Created, part.StatusCode);
        Assert.Null(part.Header("X-Image-Id"));
        Assert.NotNull(part.Header("Upload-Expires"));
        Assert.Equal("partial", state.Header("Upload-Concat"));
        Assert.Equal(HttpStatusCode.BadRequest, described.StatusCode);
    }

    [Fact]
    public async Task A_final_upload_takes_no_bytes()
    {
        var sender = await SenderAsync();
        var part = await PartAsync(sender, new byte[10]);
        using var final = await FinalAsync(sender, TusClient.RawImage("joined"), part);
        using var sent = await sender.PatchAsync(final.Upload(), 10, new byte[1], Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
    }

    [Fact]
    public async Task Parts_must_be_there_complete_ones_own_and_unused()
    {
        var (sender, bob) = (await SenderAsync(), await SenderAsync("bob", "beta"));
        using var unfinished = await sender.CreateAsync(5, metadata: null, Cancellation, ("Upload-Concat", "partial"));
        var whole = await BeginAsync(sender, 0);
        var part = await PartAsync(sender, new byte[10]);
        using var ofUnfinished = await FinalAsync(sender, TusClient.RawImage("x"), unfinished.Upload());
        using var ofWhole = await FinalAsync(sender, TusClient.RawImage("x"), whole.Upload());
        using var ofUnknown = await FinalAsync(sender, TusClient.RawImage("x"), new Uri($"/uploads/{Guid.NewGuid()}", UriKind.Relative));
        using var foreign = await FinalAsync(bob, TusClient.RawImage("x"), part);
        using var used = await FinalAsync(sender, TusClient.RawImage("x"), part);
        using var again = await FinalAsync(sender, TusClient.RawImage("x"), part);

        Assert.Equal(HttpStatusCode.BadRequest, ofUnfinished.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, ofWhole.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, ofUnknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.Created, used.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    private static async Task<Uri> PartAsync(TusClient sender, byte[] content)
    {
        using var part = await sender.CreateAsync(content.Length, metadata: null, Cancellation, ("Upload-Concat", "partial"));
        using var sent = await sender.PatchAsync(part.Upload(), 0, content, Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
        return part.Upload();
    }

    private static Task<HttpResponseMessage> FinalAsync(TusClient sender, string metadata, params Uri[] parts) =>
        sender.CreateAsync(length: null, metadata, Cancellation, ("Upload-Concat", "final;" + string.Join(' ', parts.Select(part => part.ToString()))));
}
