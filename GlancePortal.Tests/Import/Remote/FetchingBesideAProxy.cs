using System.Net;
using System.Text.Json.Nodes;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>A proxy would connect to what it likes: the environment's is not asked.</summary>
[Trait("Suite", "cli")]
public sealed class FetchingBesideAProxy
{
    [Theory]
    [InlineData("http_proxy")]
    [InlineData("all_proxy")]
    public async Task A_proxy_of_the_environment_is_not_used(string variable)
    {
        await using var server = new TrapServer { Answer = Traps.File(Bytes.Random(1000)) };
        await using var proxy = new TrapServer("127.0.0.2");
        await using var program = new RunningPortal();
        program.Settings.AddRange(["Import:WebDownload:AllowedPrivateHosts=127.0.0.1", "Import:WebDownload:AllowedPorts=*"]);
        program.Environment[variable] = $"http://{proxy.Authority}";
        program.Environment["no_proxy"] = "";
        await program.InitializeAsync();
        using var alice = await program.ConnectAsync("alice", "alpha");

        using var answer = await alice.SendJsonAsync(HttpMethod.Post, "/api/v1/imports/preflight", new JsonObject { ["uri"] = server.Address().ToString() });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((1, 0), (server.Connections, proxy.Connections));
    }
}
