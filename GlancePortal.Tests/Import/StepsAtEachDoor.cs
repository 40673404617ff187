using System.Net;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace GlancePortal.Tests.Import;

/// <summary>Properties and a check of the operator's, at each door that data comes through.</summary>
[Trait("Suite", "api")]
public sealed class StepsAtEachDoor(StepsAtEachDoor.StepsPortal portal) : IClassFixture<StepsAtEachDoor.StepsPortal>
{
    private const string Check = """
        case "$(cat)" in
          *'"name":"unwanted"'*) echo '{ "accept": false, "reason": "not wanted here" }' ;;
          *) echo '{ "accept": true, "properties": { "checked": "yes" } }' ;;
        esac
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public sealed class StepsPortal : TrustingPortal
    {
        public StepsPortal()
        {
            Settings["Import:Plugins"] = "inject-metadata,hook";
            Settings["Import:Inject:origin"] = "import";
            Settings["Import:Inject:os_glance_x"] = "never";
            var check = Path.Combine(Folder, "check");
            File.WriteAllText(check, Check);
            Settings["Import:Hook:Command"] = $"sh,{check}";
        }
    }

    [Theory]
    [InlineData("member", "import", "import")]
    [InlineData("admin", "import", null)]
    [InlineData("member", "tus", "import")]
    [InlineData("admin", "tus", null)]
    [InlineData("member", "file", null)]
    public async Task Properties_are_set_unless_the_door_or_the_role_spares_them(string role, string door, string? origin)
    {
        using var client = portal.Client(role);
        var id = await client.NewImageAsync();
        await SendAsync(client, id, door);
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.Status == ImageStatus.Active, Cancellation);

        var properties = (await ImageAsync(id)).Properties.ToDictionary(property => property.Name, property => property.Value);
        Assert.Equal(origin, properties.GetValueOrDefault("origin"));
        Assert.Equal("yes", properties["checked"]);
        Assert.DoesNotContain("os_glance_x", properties.Keys);
    }

    [Theory]
    [InlineData("import")]
    [InlineData("tus")]
    [InlineData("file")]
    public async Task What_the_check_does_not_accept_is_refused_with_its_reason(string door)
    {
        using var client = portal.Client();
        var id = await client.CreateImageIdAsync("""{ "name": "unwanted", "disk_format": "raw", "container_format": "bare" }""");
        await SendAsync(client, id, door);
        await Eventually.SeeAsync(() => ImageAsync(id), image => image.StatusReason == "hook.refused", Cancellation);

        var job = await Eventually.SeeAsync(
            () => portal.InDatabaseAsync(db => db.Jobs.AsNoTracking().SingleAsync(row => row.ImageId == Guid.Parse(id), Cancellation)),
            row => row.CauseCode is not null, Cancellation);
        Assert.Contains("not wanted here", job.CauseMessage, StringComparison.Ordinal);
        Assert.Equal(ImageStatus.Queued, (await ImageAsync(id)).Status);
    }

    private static async Task SendAsync(HttpClient client, string id, string door)
    {
        var content = Bytes.Random(50_000);
        if (door == "tus")
        {
            var sender = new TusClient(client);
            using var created = await sender.CreateAsync(content.Length, TusClient.Metadata(("image_id", id)), Cancellation);
            using var sent = await sender.PatchAsync(created.Upload(), 0, content, Cancellation);
            Assert.Equal(HttpStatusCode.NoContent, sent.StatusCode);
            return;
        }

        using var put = await client.PutDataAsync(id, content, door == "import" ? "stage" : "file");
        if (door == "import")
        {
            using var begun = await client.SendTextAsync(HttpMethod.Post, $"/v2/images/{id}/import", """{ "method": { "name": "glance-direct" } }""");
            Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
        }
    }

    private Task<Image> ImageAsync(string id) => portal.InDatabaseAsync(db =>
        db.Images.AsNoTracking().Include(image => image.Properties).SingleAsync(image => image.Id == Guid.Parse(id), Cancellation));
}
