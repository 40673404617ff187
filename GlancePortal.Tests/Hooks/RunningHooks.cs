using System.Globalization;
using System.Text.Json.Nodes;
using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Hooks;
using GlancePortal.Domain.Images;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Hooks;

[Trait("Suite", "unit")]
public sealed class RunningHooks : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_told_the_image_and_the_content()
    {
        var question = _folder.File("question");
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(1000));
        work.Image.Properties.Add(new ImageProperty { ImageId = work.Image.Id, Name = "os_distro", Value = "debian" });
        work.Outcome.Properties["origin"] = "import";
        await RunAsync(work, $$"""cat >{{question}}; echo '{"accept":true}'""");

        var told = JsonNode.Parse(await File.ReadAllTextAsync(question, Cancellation))!;
        told.AssertHas("""{ "method": "glance-direct", "source": null }""");
        told["image"]!.AssertHas($$"""
            { "id": "{{work.Image.Id}}", "name": "test", "project": "alpha", "diskFormat": "raw", "properties": { "os_distro": "debian", "origin": "import" } }
            """);
        told["content"]!.AssertHas($$"""{ "path": "{{work.Path}}", "bytes": 1000, "virtualBytes": 1000, "detected": "raw" }""");
        Assert.Equal(work.Facts.HashValue, told["content"]!["hashes"]!["sha512"]!.ToString());
    }

    [Fact]
    public async Task Its_group_is_killed_once()
    {
        var sent = new List<int>();
        using (var hook = await HookProcess.StartAsync(["true"], (process, signal) =>
        {
            sent.Add(process);
            return HookProcess.SendSignal(process, signal);
        }))
        {
            await hook.RunAsync([], Cancellation);
        }

        Assert.Single(sent);
    }

    [Fact]
    public async Task Its_properties_and_its_log_are_taken()
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10));
        await RunAsync(work, """cat >/dev/null; echo trouble >&2; echo '{"accept":true,"properties":{"checked":"yes","draft":null},"log":["fine"]}'""");

        Assert.Equal("yes", work.Outcome.Properties["checked"]);
        Assert.Null(work.Outcome.Properties["draft"]);
        Assert.Equal(["hook.error trouble", "hook.said fine"], work.Lines);
    }

    [Theory]
    [InlineData("""echo '{"accept":false,"reason":"not signed off"}'""", "hook.refused", "not signed off")]
    [InlineData("""echo '{"accept":true}'; exit 3""", "hook.failed", "status 3")]
    [InlineData("exit 0", "hook.failed", "JSON")]
    [InlineData("echo '{}'", "hook.failed", "JSON")]
    [InlineData("echo null", "hook.failed", "null")]
    [InlineData("head -c 3000000 /dev/zero", "hook.failed", "longer")]
    [InlineData("yes", "hook.failed", "longer")]
    [InlineData("""echo '{"accept":true,"properties":{"status":"active"}}'""", "hook.failed", "status")]
    public async Task Another_answer_is_a_named_refusal(string script, string code, string reason)
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10));
        var refusal = await Assert.ThrowsAnyAsync<DomainException>(() => RunAsync(work, script));

        Assert.Equal(code, refusal.Code);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_has_failed()
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10));
        var hook = new RunHook(new Fixed<HookOptions>(new HookOptions { Command = ["/nowhere/check"] }), TimeProvider.System);

        Assert.Equal("hook.failed", (await Assert.ThrowsAsync<HookFaultException>(() => hook.RunAsync(work, Cancellation))).Code);
    }

    [Fact]
    public async Task It_gets_none_of_our_environment()
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10));
        Environment.SetEnvironmentVariable("GLANCEPORTAL_TEST_SECRET", "secret");
        await RunAsync(work, $$"""env >{{_folder.File("env")}}; echo '{"accept":true}'""");

        var names = (await File.ReadAllLinesAsync(_folder.File("env"), Cancellation)).Select(line => line.Split('=')[0]);
        Assert.Empty(names.Except(["PATH", "LANG", "PWD", "OLDPWD", "SHLVL", "_"]));
    }

    [Fact]
    public async Task After_its_time_it_is_ended_with_its_children()
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10));
        var refusal = await Assert.ThrowsAsync<HookFaultException>(() => RunAsync(work, SleepingChild, TimeSpan.FromSeconds(2)));

        Assert.Equal("hook.timeout", refusal.Code);
        await AssertChildGoneAsync();
    }

    [Fact]
    public async Task When_the_job_is_cancelled_it_is_ended_with_its_children()
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = RunAsync(work, SleepingChild, cancellationToken: cancel.Token);
        await ChildAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await AssertChildGoneAsync();
    }

    [Fact]
    public async Task What_it_leaves_running_ends_with_it()
    {
        var work = await FakeWork.OfAsync(_folder, Bytes.Random(10));
        await RunAsync(work, $$"""sleep 600 & echo $! >{{_folder.File("child")}}; echo '{"accept":true}'""");

        await AssertChildGoneAsync();
    }

    public void Dispose() => _folder.Dispose();

    private string SleepingChild => $"sleep 600 & echo $! >{_folder.File("child")}; wait";

    private static Task RunAsync(FakeWork work, string script, TimeSpan? timeout = null, CancellationToken? cancellationToken = null) =>
        new RunHook(
            new Fixed<HookOptions>(new HookOptions { Command = ["sh", "-c", script], Timeout = timeout ?? TimeSpan.FromMinutes(1) }), TimeProvider.System)
            .RunAsync(work, cancellationToken ?? Cancellation);

    private Task<string> ChildAsync() => Eventually.SeeAsync(
        async () => File.Exists(_folder.File("child")) ? (await File.ReadAllTextAsync(_folder.File("child"), Cancellation)).Trim() : "",
        text => text.Length > 0, Cancellation);

    // One that has ended may wait for whoever collects it.
    private async Task AssertChildGoneAsync()
    {
        var stat = $"/proc/{int.Parse(await ChildAsync(), CultureInfo.InvariantCulture)}/stat";
        await Eventually.SeeAsync(
            () => Task.FromResult(Read(stat)), text => text.Length == 0 || text.Contains(") Z ", StringComparison.Ordinal), Cancellation);
    }

    private static string Read(string stat)
    {
        try
        {
            return File.ReadAllText(stat);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
