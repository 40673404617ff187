using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Data;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Xunit;

namespace GlancePortal.Tests.Access;

[Trait("Suite", "api")]
public sealed class AccessMatrixOnSqlite(AccessMatrixOnSqlite.Portal portal) : AccessMatrixOverHttp(portal), IClassFixture<AccessMatrixOnSqlite.Portal>
{
    public sealed class Portal : TrustingPortal
    {
        public Portal() => Open(this);
    }
}

[Trait("Suite", "api")]
public sealed class AccessMatrixOnPostgres(AccessMatrixOnPostgres.Portal portal) : AccessMatrixOverHttp(portal), IClassFixture<AccessMatrixOnPostgres.Portal>
{
    public sealed class Portal : PostgresPortal
    {
        public Portal() => Open(this);
    }
}

/// <summary>Tries every cell of <see cref="AccessMatrix"/>: glance-behaviour.md, sections 7, 16, 17, 18, 20 and 22.</summary>
public abstract class AccessMatrixOverHttp(TrustingPortal portal)
{
    private const string Formats = "\"disk_format\": \"raw\", \"container_format\": \"bare\"";

    private readonly string _owner = Guid.NewGuid().ToString("N");
    private readonly string _guest = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Rows =>
    [
        .. AccessMatrix.Tables.SelectMany(table => table.Callers.Select(caller => new TheoryDataRow<string, string>(table.Name, caller.Name))),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Everybody_may_do_what_the_guide_says_and_no_more(string name, string who)
    {
        var table = AccessMatrix.Tables.Single(table => table.Name == name);
        var caller = table.Callers.ToList().FindIndex(caller => caller.Name == who);
        using var admin = portal.Client("admin", _owner);
        using var client = ClientOf(table.Callers[caller]);

        var outcomes = table.Kind switch
        {
            MatrixKind.Images => await TryImagesAsync(admin, client, table.Visibility),
            MatrixKind.Shares => await TrySharesAsync(admin, client, table.Visibility),
            MatrixKind.Namespaces => await TryNamespacesAsync(admin, client, table.Visibility),
            _ => await TryProgramAsync(client),
        };

        Assert.Equal(table.Operations.Zip(table.OutcomesOf(caller)), table.Operations.Zip(outcomes));
    }

    protected static void Open(TrustingPortal portal) => portal.Settings["Access:AllowAnonymous"] = "true";

    private async Task<string[]> TryImagesAsync(HttpClient admin, HttpClient client, string visibility)
    {
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await SharedImageAsync(admin, visibility));
        }

        Assert.Equal("ok", await PutAsync(admin, ids[0]));
        var tasks = await TryAsync(client, HttpMethod.Get, $"/v2/images/{ids[0]}/tasks");
        return
        [
            (await client.ListImagesAsync($"?owner={_owner}")).Contains(ids[0]) ? "ok" : "-",
            await TryAsync(client, HttpMethod.Get, $"/v2/images/{ids[0]}"),
            await TryAsync(client, HttpMethod.Get, $"/v2/images/{ids[0]}/file"),
            await PutAsync(client, ids[1]),
            await PatchAsync(client, ids[0], "name", "changed"),
            await PatchAsync(client, ids[2], "visibility", "public"),
            await PatchAsync(client, ids[3], "visibility", "community"),
            await TryAsync(client, HttpMethod.Delete, $"/v2/images/{ids[0]}"),
            await TryAsync(client, HttpMethod.Post, "/v2/images", new JsonObject { ["visibility"] = visibility }),
            tasks,
        ];
    }

    private async Task<string[]> TrySharesAsync(HttpClient admin, HttpClient client, string visibility)
    {
        var members = $"/v2/images/{await SharedImageAsync(admin, visibility)}/members";
        return
        [
            await TryAsync(client, HttpMethod.Get, members),
            await TryAsync(client, HttpMethod.Get, $"{members}/{_guest}"),
            await TryAsync(client, HttpMethod.Post, members, new JsonObject { ["member"] = "another" }),
            await TryAsync(client, HttpMethod.Put, $"{members}/{_guest}", new JsonObject { ["status"] = "rejected" }),
            await TryAsync(client, HttpMethod.Delete, $"{members}/{_guest}"),
        ];
    }

    private static async Task<string[]> TryNamespacesAsync(HttpClient admin, HttpClient client, string visibility)
    {
        var mark = Guid.NewGuid().ToString("N");
        var name = await admin.CreateNamespaceAsync($$""", "visibility": "{{visibility}}", "resource_type_associations": [ { "name": "{{mark}}" } ] """);
        var space = $"{MetadefRequests.Root}/{name}";
        var kept = await admin.CreateNamespaceAsync($$""", "visibility": "{{visibility}}", "protected": true """);
        using var list = await client.GetAsync($"{MetadefRequests.Root}?resource_types={mark}", Cancellation);
        return
        [
            Of(list.StatusCode) is var listed && listed != "ok" ? listed : (await list.JsonAsync()).NamesOf("namespaces", "namespace").Any() ? "ok" : "-",
            await TryAsync(client, HttpMethod.Get, space),
            await TryAsync(client, HttpMethod.Get, $"{space}/objects"),
            await TryAsync(client, HttpMethod.Post, MetadefRequests.Root, new JsonObject { ["namespace"] = mark, ["visibility"] = visibility }),
            await TryAsync(client, HttpMethod.Put, space, new JsonObject { ["namespace"] = name, ["visibility"] = visibility }),
            await TryAsync(client, HttpMethod.Post, $"{space}/objects", new JsonObject { ["name"] = "disk" }),
            await TryAsync(client, HttpMethod.Delete, $"{MetadefRequests.Root}/{kept}"),
            await TryAsync(client, HttpMethod.Delete, space),
        ];
    }

    private static async Task<string[]> TryProgramAsync(HttpClient client) =>
    [
        await TryAsync(client, HttpMethod.Get, "/v2/tasks"),
        await TryAsync(client, HttpMethod.Get, "/v2/info/stores"),
        await TryAsync(client, HttpMethod.Get, "/v2/info/stores/detail"),
        await TryAsync(client, HttpMethod.Get, "/v2/info/usage"),
    ];

    private HttpClient ClientOf(MatrixCaller caller) => caller.Role is null
        ? portal.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false })
        : portal.Client(caller.Role, caller.Project switch
        {
            CallersProject.Owner => _owner,
            CallersProject.SharedWith => _guest,
            _ => null,
        });

    private async Task<string> SharedImageAsync(HttpClient admin, string visibility)
    {
        var id = await admin.CreateImageIdAsync($$"""{ "visibility": "{{visibility}}", {{Formats}} }""");
        await portal.InDatabaseAsync(async (PortalDb db) =>
        {
            db.ImageMembers.Add(new ImageMember { ImageId = Guid.Parse(id), MemberId = _guest, Status = MemberStatus.Accepted });
            return await db.SaveChangesAsync(Cancellation);
        });
        return id;
    }

    private static async Task<string> TryAsync(HttpClient client, HttpMethod method, string address, JsonNode? body = null) =>
        Of(await client.StatusAsync(method, address, body));

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

    private static string Of(HttpStatusCode status) => (int)status is >= 200 and < 300 ? "ok" : ((int)status).ToString(CultureInfo.InvariantCulture);
}
