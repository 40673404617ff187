using GlancePortal.Domain.Errors;
using GlancePortal.Domain.Import.Remote;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Import.Remote;

/// <summary>The bytes of a file on another server: all of them, or a named cause.</summary>
[Trait("Suite", "unit")]
public sealed class RemoteFetching : IAsyncLifetime
{
    private const int Size = 300_000;

    private static readonly byte[] Content = Bytes.Random(Size);
    private static readonly byte[] Other = Bytes.Random(Size, seed: 2);

    private readonly RemoteBench _bench = new();
    private readonly TrapServer _server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_file_comes_with_what_its_server_says_of_it()
    {
        _server.Answer = Traps.File(Content, headers: "Content-Type: application/x-qemu-disk");

        await using var content = await OpenAsync();

        Assert.Equal(
            (0L, (long?)Size, Traps.Tag, true, true, "application/x-qemu-disk", _server.Address().ToString()),
            (content.StartsAt, content.Length, content.Validator, content.AcceptsRanges, content.CanResume, content.ContentType, content.FinalAddress));
        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal(1, _server.Connections);
    }

    [Fact]
    public async Task A_file_in_chunks_has_no_length()
    {
        _server.Answer = Traps.Chunked(Content);

        await using var content = await OpenAsync();

        Assert.Null(content.Length);
        Assert.Equal(Content, await ReadAsync(content));
    }

    [Fact]
    public async Task A_file_whose_end_is_that_of_the_connection_comes()
    {
        _server.Answer = async visit =>
        {
            await visit.SendHeadAsync(200);
            await visit.SendAsync(Content);
        };

        await using var content = await OpenAsync();

        Assert.Equal(Content, await ReadAsync(content));
    }

    [Fact]
    public async Task An_empty_file_comes()
    {
        _server.Answer = Traps.File([]);

        await using var content = await OpenAsync();

        Assert.Equal(0, content.Length);
        Assert.Empty(await ReadAsync(content));
    }

    [Fact]
    public async Task Interim_answers_are_passed_over()
    {
        _server.Answer = async visit =>
        {
            await visit.SendHeadAsync(103, "Link: </style.css>; rel=preload");
            await Traps.File(Content)(visit);
        };

        await using var content = await OpenAsync();

        Assert.Equal(Content, await ReadAsync(content));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_in_the_middle_is_not_noticed(bool reset)
    {
        _server.InTurn(Traps.Cut(Content, 100_000, reset: reset), Traps.Cut(Content, 150_000, reset: reset), Traps.File(Content));

        await using var content = await OpenAsync();

        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal(3, _server.Connections);
        Assert.All(_server.Requests.Skip(1), visit => Assert.Equal(Traps.Tag, visit.Header("If-Range")));
    }

    [Fact]
    public async Task Chunks_that_end_too_early_are_gone_on_with()
    {
        _server.InTurn(Traps.Chunked(Content[..100_000], isEnded: false), Traps.File(Content));

        await using var content = await OpenAsync();

        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal("bytes=100000-", _server.Requests.Last().Header("Range"));
    }

    [Fact]
    public async Task A_resumption_goes_on_where_the_redirect_led()
    {
        _server.InTurn(Traps.Redirect("/mirror"), Traps.Cut(Content, 100_000), Traps.File(Content));

        await using var content = await OpenAsync();

        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal(["/disk.img", "/mirror", "/mirror"], _server.Requests.Select(visit => visit.Path));
    }

    [Fact]
    public async Task A_redirect_whose_end_has_expired_is_followed_anew()
    {
        _server.InTurn(Traps.Redirect("/signed1"), Traps.Cut(Content, 100_000), Traps.Status(403), Traps.Redirect("/signed2"), Traps.File(Content));

        await using var content = await OpenAsync();

        Assert.Equal(Content, await ReadAsync(content));
        Assert.Equal(["/disk.img", "/signed1", "/signed1", "/disk.img", "/signed2"], _server.Requests.Select(visit => visit.Path));
    }

    [Fact]
    public async Task A_cut_of_a_file_that_changed_is_told()
    {
        _server.InTurn(Traps.Cut(Content, 100_000), Traps.File(Other, "\"v2\""));

        await BrokenAsync("import.source_changed", 100_000);
    }

    [Fact]
    public async Task A_part_of_a_file_that_changed_is_told_although_it_was_not_asked_for()
    {
        _server.InTurn(Traps.Cut(Content, 100_000), async visit =>
        {
            await visit.SendHeadAsync(206, "ETag: \"v2\"", $"Content-Length: {Size - 100_000}", $"Content-Range: bytes 100000-{Size - 1}/{Size}");
            await visit.SendAsync(Other.AsMemory(100_000));
        });

        await BrokenAsync("import.source_changed", 100_000);
    }

    [Fact]
    public async Task A_part_of_a_file_that_has_another_length_is_told()
    {
        _server.InTurn(Traps.Cut(Content, 100_000), Traps.File(Bytes.Random(Size + 1)));

        await BrokenAsync("import.source_changed", 100_000);
    }

    [Fact]
    public async Task A_part_that_begins_elsewhere_is_told()
    {
        _server.InTurn(Traps.Cut(Content, 100_000), async visit =>
        {
            await visit.SendHeadAsync(206, $"ETag: {Traps.Tag}", $"Content-Length: {Size - 100_001}", $"Content-Range: bytes 100001-{Size - 1}/{Size}");
            await visit.SendAsync(Content.AsMemory(100_001));
        });

        await BrokenAsync("import.source_refused", 100_000);
    }

    [Fact]
    public async Task A_cut_that_cannot_be_gone_on_from_is_told()
    {
        _server.InTurn(Traps.Cut(Content, 100_000), Traps.Whole(Content, $"ETag: {Traps.Tag}"));

        var refusal = await BrokenAsync("import.source_truncated", 100_000);

        Assert.True(refusal.IsTransient);
        Assert.Contains("100000 bytes of 300000", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("W/\"weak\"")]
    [InlineData("none")]
    public async Task A_cut_of_a_file_without_a_strong_tag_is_told(string tag)
    {
        _server.Answer = Traps.Cut(Content, 100_000, tag);

        await BrokenAsync("import.source_truncated", 100_000);

        Assert.Equal(1, _server.Connections);
    }

    [Theory]
    [InlineData("Wed, 31 Dec 2025 23:00:00 GMT", true)]
    [InlineData("Thu, 01 Jan 2026 00:00:00 GMT", false)]
    public async Task The_time_of_the_last_change_is_as_good_as_a_tag_if_it_is_old_enough(string modified, bool isValidator)
    {
        _server.Answer = Traps.Whole(Content, $"Last-Modified: {modified}");

        await using var content = await OpenAsync();

        Assert.Equal(isValidator ? modified : null, content.Validator);
        Assert.False(content.CanResume);
    }

    [Fact]
    public async Task Cuts_without_progress_come_to_an_end()
    {
        _bench.Web.StallTimeout = TimeSpan.FromDays(1);
        _server.InTurn(Traps.Cut(Content, 100_000), Traps.Cut(Content, 10));

        await using var content = await OpenAsync();
        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => _bench.InFastTimeAsync(ReadAsync(content), TimeSpan.FromSeconds(5)));

        Assert.Equal("import.source_truncated", refusal.Code);
        Assert.Equal(5, _server.Connections);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_moment_is_waited_for()
    {
        _bench.Web.StallTimeout = TimeSpan.FromDays(1);
        _server.InTurn(Traps.Status(503, "Retry-After: 7"), Traps.Cut(Content, 100_000), Traps.Status(502), Traps.Status(500), Traps.File(Content));

        await using var content = await _bench.InFastTimeAsync(OpenAsync(), TimeSpan.FromSeconds(5));

        Assert.Equal(Content, await _bench.InFastTimeAsync(ReadAsync(content), TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(404, "import.source_not_found", false)]
    [InlineData(410, "import.source_not_found", false)]
    [InlineData(401, "import.source_refused", false)]
    [InlineData(403, "import.source_refused", false)]
    [InlineData(400, "import.source_refused", false)]
    [InlineData(204, "import.source_refused", false)]
    [InlineData(304, "import.source_refused", false)]
    [InlineData(429, "import.source_refused", true)]
    [InlineData(500, "import.source_refused", true)]
    [InlineData(503, "import.source_refused", true)]
    public async Task A_status_that_is_no_success_is_told(int status, string code, bool isTransient)
    {
        _bench.Web.StallTimeout = TimeSpan.FromDays(1);
        _server.Answer = Traps.Status(status);

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => _bench.InFastTimeAsync(OpenAsync(), TimeSpan.FromSeconds(5)));

        Assert.Equal((code, isTransient), (refusal.Code, refusal.IsTransient));
        Assert.Equal(isTransient ? Tries.Usual : 1, _server.Connections);
    }

    [Fact]
    public async Task Bytes_behind_the_announced_end_are_told()
    {
        _server.Answer = async visit =>
        {
            await visit.SendHeadAsync(200, $"Content-Length: {Size}");
            await visit.SendAsync(Content);
            await visit.SendAsync("more"u8.ToArray());
        };

        await BrokenAsync("import.source_overlong", Size);
    }

    [Fact]
    public async Task Bytes_behind_the_announced_end_of_a_small_file_are_told()
    {
        _server.Answer = visit => visit.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef"u8.ToArray());

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(async () => await ReadAsync(await OpenAsync()));

        Assert.Equal("import.source_overlong", refusal.Code);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("x-unheard-of")]
    public async Task Encoded_bytes_are_refused(string encoding)
    {
        _server.Answer = Traps.File(Content, headers: $"Content-Encoding: {encoding}");

        await RefusedAsync("import.source_encoded");
    }

    [Fact]
    public async Task A_packed_file_that_is_called_encoded_comes_as_it_is()
    {
        _server.Answer = Traps.File(Content, headers: "Content-Encoding: x-gzip");

        await using var content = await _bench.Source.OpenAsync(_server.Address("/disk.img.gz"), 0, null, Cancellation);

        Assert.Equal(Content, await ReadAsync(content));
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "anything")]
    [InlineData("application/octet-stream", "<!DOCTYPE html>\n<html><body>Please sign in")]
    [InlineData("application/octet-stream", "\r\n  <HTML><head>")]
    [InlineData("application/octet-stream", "\uFEFF<html>")]
    public async Task A_web_page_is_refused(string type, string text)
    {
        _server.Answer = Traps.File(System.Text.Encoding.UTF8.GetBytes(text), headers: $"Content-Type: {type}");

        await RefusedAsync("import.source_html");
    }

    [Fact]
    public async Task What_only_begins_like_a_page_is_no_page()
    {
        _server.Answer = Traps.File("<htm"u8.ToArray());

        await using var content = await OpenAsync();

        Assert.Equal("<htm"u8.ToArray(), await ReadAsync(content));
    }

    [Fact]
    public async Task Silence_ends_a_transfer()
    {
        _server.Answer = Traps.Stall(Content, 1000);

        await using var content = await OpenAsync();
        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => _bench.InFastTimeAsync(ReadAsync(content), TimeSpan.FromSeconds(5)));

        Assert.Equal(("import.source_stalled", true), (refusal.Code, refusal.IsTransient));
        Assert.Contains("60 seconds", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_instead_of_an_answer_ends_too()
    {
        _server.Answer = Traps.Silence();

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => _bench.InFastTimeAsync(OpenAsync(), TimeSpan.FromSeconds(5)));

        Assert.Equal("import.source_stalled", refusal.Code);
    }

    [Fact]
    public async Task A_server_may_be_slow_as_long_as_it_is_not_silent()
    {
        using var turn = new SemaphoreSlim(0);
        _server.Answer = async visit =>
        {
            await visit.SendHeadAsync(200, "Content-Length: 6000");
            for (var at = 0; at < 6000; at += 1000)
            {
                await turn.WaitAsync(Cancellation);
                await visit.SendAsync(Content.AsMemory(at, 1000));
            }
        };
        turn.Release();
        await using var content = await OpenAsync();
        var buffer = new byte[1000];
        await content.Body.ReadExactlyAsync(buffer, Cancellation);

        for (var at = 1000; at < 6000; at += 1000)
        {
            var reading = content.Body.ReadExactlyAsync(buffer, Cancellation);
            _bench.Time.Advance(_bench.Web.StallTimeout * 0.9);
            turn.Release();
            await reading;
            Assert.Equal(Content[at..(at + 1000)], buffer);
        }
    }

    [Fact]
    public async Task A_reader_may_take_its_time()
    {
        _server.Answer = Traps.File(Content);
        await using var content = await OpenAsync();

        _bench.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(Content, await ReadAsync(content));
    }

    [Fact]
    public async Task A_transfer_has_an_end_although_bytes_come()
    {
        _bench.Web.Timeout = TimeSpan.FromMinutes(10);
        _server.Answer = Traps.Stall(Content, 1000);
        await using var content = await OpenAsync();
        var buffer = new byte[1000];
        await content.Body.ReadExactlyAsync(buffer, Cancellation);

        _bench.Time.Advance(TimeSpan.FromMinutes(11));
        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => ReadAsync(content));

        Assert.Equal("import.source_too_slow", refusal.Code);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_no_fault_of_the_server()
    {
        _server.Answer = Traps.Stall(Content, 1000);
        await using var content = await OpenAsync();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = content.Body.CopyToAsync(Stream.Null, giveUp.Token);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task A_server_that_nobody_runs_is_told()
    {
        _bench.Web.StallTimeout = TimeSpan.FromDays(1);
        var address = _server.Address();
        await _server.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(
            () => _bench.InFastTimeAsync(_bench.Source.OpenAsync(address, 0, null, Cancellation), TimeSpan.FromSeconds(5)));

        Assert.Equal(("import.source_unreachable", true), (refusal.Code, refusal.IsTransient));
    }

    [Fact]
    public async Task What_is_no_http_is_told()
    {
        _server.Answer = visit => visit.SendAsync("220 mail.example ESMTP\r\n\r\n"u8.ToArray());

        await RefusedAsync("import.source_garbled");
    }

    [Fact]
    public async Task Another_process_goes_on_where_one_died()
    {
        _server.Answer = Traps.File(Content);

        await using var content = await _bench.Source.OpenAsync(_server.Address(), 100_000, Traps.Tag, Cancellation);

        Assert.Equal((100_000L, (long?)Size), (content.StartsAt, content.Length));
        Assert.Equal(Content[100_000..], await ReadAsync(content));
    }

    [Theory]
    [InlineData("\"v0\"")]
    [InlineData(null)]
    public async Task Another_process_begins_anew_with_another_file_or_without_a_tag(string? tag)
    {
        _server.Answer = Traps.File(Content);

        await using var content = await _bench.Source.OpenAsync(_server.Address(), 100_000, tag, Cancellation);

        Assert.Equal((0L, Traps.Tag), (content.StartsAt, content.Validator));
        Assert.Equal(Content, await ReadAsync(content));
    }

    [Fact]
    public async Task Another_process_begins_anew_where_there_are_no_parts()
    {
        _server.Answer = Traps.Whole(Content);

        await using var content = await _bench.Source.OpenAsync(_server.Address(), 100_000, Traps.Tag, Cancellation);

        Assert.Equal((0L, false), (content.StartsAt, content.AcceptsRanges));
    }

    [Fact]
    public async Task Another_process_begins_anew_behind_the_end()
    {
        _server.InTurn(Traps.Status(416, $"Content-Range: bytes */{Size}"), Traps.File(Content));

        await using var content = await _bench.Source.OpenAsync(_server.Address(), Size, Traps.Tag, Cancellation);

        Assert.Equal(0, content.StartsAt);
    }

    [Fact]
    public async Task A_part_that_nobody_asked_for_is_refused()
    {
        _server.Answer = async visit =>
        {
            await visit.SendHeadAsync(206, "Content-Length: 10", $"Content-Range: bytes 0-9/{Size}");
            await visit.SendAsync(Content.AsMemory(0, 10));
        };

        await RefusedAsync("import.source_refused");
    }

    private static async Task<byte[]> ReadAsync(RemoteContent content)
    {
        using var all = new MemoryStream();
        await content.Body.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }

    private Task<RemoteContent> OpenAsync() => _bench.Source.OpenAsync(_server.Address(), 0, null, Cancellation);

    private async Task RefusedAsync(string code) => Assert.Equal(code, (await Assert.ThrowsAnyAsync<DomainException>(OpenAsync)).Code);

    /// <summary>Reads on until the fault: what came before it must be right.</summary>
    private async Task<RemoteSourceException> BrokenAsync(string code, int after)
    {
        await using var content = await OpenAsync();
        using var all = new MemoryStream();
        var refusal = await Assert.ThrowsAsync<RemoteSourceException>(() => content.Body.CopyToAsync(all, Cancellation));
        Assert.Equal(code, refusal.Code);
        Assert.Equal(Content[..after], all.ToArray());
        return refusal;
    }
}
