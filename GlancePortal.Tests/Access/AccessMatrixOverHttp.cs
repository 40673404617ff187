using System.Net;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace GlancePortal.Tests.Access;

/// <summary>Tries every cell of <see cref="AccessMatrix"/> (glance-behaviour.md, sections 7 and 22).</summary>
[Trait("Suite", "api")]
public sealed class AccessMatrixOverHttp(AccessMatrixOverHttp.Portal portal) : IClassFixture<AccessMatrixOverHttp.Portal>
{
    private const string Formats = "\"disk_format\": \"raw\", \"container_format\": \"bare\"";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<ImageVisibility, int> Rows =>
    [
        .. Enum.GetValues<ImageVisibility>().SelectMany(visibility =>
            Enumerable.Range(0, AccessMatrix.Callers.Count).Select(caller => new TheoryDataRow<ImageVisibility, int>(visibility, caller))),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_the_guide_says_and_no_more(ImageVisibility visibility, int caller)
    {
        var (owner, guest) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));
        using var operatorOfOwner = portal.Trusting.Client("admin", owner);
        var word = visibility.ToString().ToLowerInvariant();
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await operatorOfOwner.CreateImageIdAsync($$"""{ "visibility": "{{word}}", {{Formats}} }"""));
        }

        await ShareAsync(ids, guest);
        Assert.Equal("ok", await PutAsync(operatorOfOwner, ids[0]));
        using var client = ClientOf(AccessMatrix.Callers[caller], owner, guest);

        string[] outcomes =
        [
            (await client.ListImagesAsync($"?owner={owner}")).Contains(ids[0]) ? "ok" : "-",
            Of(await client.StatusAsync(HttpMethod.Get, $"/v2/images/{ids[0]}")),
            Of(await client.StatusAsync(HttpMethod.Get, $"/v2/images/{ids[0]}/file")),
            await PutAsync(client, ids[1]),
            await PatchAsync(client, ids[0], "name", "changed"),
            await PatchAsync(client, ids[2], "visibility", "public"),
            await PatchAsync(client, ids[3], "visibility", "community"),
            Of(await client.StatusAsync(HttpMethod.Delete, $"/v2/images/{ids[0]}")),
            await CreateAsync(client, word),
        ];

        Assert.Equal(
            AccessMatrix.Operations.Zip(AccessMatrix.OutcomesOf(visibility, caller)), AccessMatrix.Operations.Zip(outcomes));
    }

    private HttpClient ClientOf(MatrixCaller caller, string owner, string guest) => caller.Role is null
        ? portal.Trusting.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false })
        : portal.Trusting.Client(caller.Role, caller.Project switch
        {
            CallersProject.Owner => owner,
            CallersProject.SharedWith => guest,
            _ => null,
        });

    private Task<int> ShareAsync(List<string> ids, string with) => portal.Trusting.InDatabaseAsync(async (PortalDb db) =>
    {
        db.ImageMembers.AddRange(ids.Select(id => new ImageMember { ImageId = Guid.Parse(id), MemberId = with, Status = MemberStatus.Accepted }));
        return await db.SaveChangesAsync(Cancellation);
    });

    private static async Task<string> PutAsync(HttpClient client, string id)
    {
        using var data = new ByteArrayContent([1, 2, 3]);
        data.Headers.ContentType = new("application/octet-stream");
        using var answer = await client.PutAsync($"/v2/images/{id}/file", data, Cancellation);
        return Of(answer.StatusCode);
    }

    private static async Task<string> PatchAsync(HttpClient client, string id, string field, string value)
    {
        using var answer = await client.PatchImageAsync(id, $$"""[{ "op": "replace", "path": "/{{field}}", "value": "{{value}}" }]""");
        return Of(answer.StatusCode);
    }

    private static async Task<string> CreateAsync(HttpClient client, string visibility)
    {
        using var answer = await client.SendTextAsync(HttpMethod.Post, "/v2/images", $$"""{ "visibility": "{{visibility}}" }""");
        return Of(answer.StatusCode);
    }

    private static string Of(HttpStatusCode status) => (int)status is >= 200 and < 300 ? "ok" : ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public sealed class Portal : IDisposable
    {
        internal TrustingPortal Trusting { get; } = new() { Settings = { ["Access:AllowAnonymous"] = "true" } };

        public void Dispose() => Trusting.Dispose();
    }
}
