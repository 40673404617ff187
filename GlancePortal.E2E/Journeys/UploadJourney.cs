using System.Text.RegularExpressions;
using GlancePortal.E2E.Pages;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>An upload and everything that can come between its first and its last byte.</summary>
public sealed class UploadJourney(Chromium chromium) : PortalJourney(chromium)
{
    private const int Slow = 12 * 1024 * 1024;

    [Fact]
    public async Task An_upload_survives_a_reload_a_cut_network_and_a_killed_server()
    {
        using var file = await DiskFile.Qcow2Async("survivor.qcow2", 96, Cancellation);
        var alice = await VisitAsync(People.Alice);
        Link.SendsPerSecond = Slow;
        var id = await alice.NewImage.UploadAsync(file);
        var upload = alice.Uploads.Of("survivor");
        await upload.PassesAsync(15);
        await Shots.TakeAsync(alice.Page, "upload-1-sending");

        await alice.Page.ReloadAsync(interactive: true);
        await upload.Choose.WaitForAsync();
        var before = await upload.PercentAsync();
        Assert.InRange(before, 15, 95);
        await Shots.TakeAsync(alice.Page, "upload-2-reloaded");
        await upload.ChooseAsync(file);
        await upload.PassesAsync(before + 10);

        Link.Cut();
        await alice.Context.SetOfflineAsync(true);
        await upload.SaysAsync(new Regex(@"^Connection lost at \d+ % — retrying in \d+ s$"));
        await Shots.TakeAsync(alice.Page, "upload-3-cut");
        Link.Mend();
        await alice.Context.SetOfflineAsync(false);
        await upload.PassesAsync(await upload.PercentAsync() + 10);

        await Server.KillAsync();
        await upload.SaysAsync(new Regex("^Connection lost at"));
        var accepted = await upload.PercentAsync();
        await Shots.TakeAsync(alice.Page, "upload-4-killed");
        await Server.StartAgainAsync(Cancellation);
        await upload.PassesAsync(Math.Min(99, accepted + 5));
        Link.SendsPerSecond = null;
        await upload.EndsAsync();
        await Shots.TakeAsync(alice.Page, "upload-5-active");

        using var api = await ApiAsync(People.Alice);
        var image = await api.ImageAsync(id, Cancellation);
        Assert.Equal("active", image.GetProperty("status").GetString());
        Assert.Equal(await file.Sha512Async(Cancellation), image.GetProperty("os_hash_value").GetString());
        Assert.Equal(96L * 1024 * 1024, image.GetProperty("virtual_size").GetInt64());
    }

    [Fact]
    public async Task An_upload_goes_on_by_itself_after_a_reload_where_the_browser_lends_the_file()
    {
        var alice = await VisitAsync(People.Alice);
        await LendFileAsync(alice.Page, "lent.raw", mebibytes: 48);
        Link.SendsPerSecond = Slow;
        await alice.NewImage.OpenAsync();
        await alice.NewImage.File.ClickAsync();
        await alice.Page.GetByText("lent.raw", new() { Exact = true }).WaitForAsync();
        await alice.NewImage.DiskFormat.SelectOptionAsync("raw");
        var id = await alice.NewImage.CreateAsync();
        await alice.Uploads.Of("lent").PassesAsync(15);

        await alice.Page.ReloadAsync(interactive: true);
        await alice.Uploads.Of("lent").EndsAsync();

        using var api = await ApiAsync(People.Alice);
        Assert.Equal(48L * 1024 * 1024, (await api.ImageAsync(id, Cancellation)).GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task Another_file_is_refused_and_the_difference_is_named()
    {
        using var file = await DiskFile.Qcow2Async("mine.qcow2", 32, Cancellation);
        using var forged = file.Forged();
        using var other = DiskFile.Of("other.qcow2", new byte[1000]);
        var alice = await VisitAsync(People.Alice);
        Link.SendsPerSecond = Slow;
        await alice.NewImage.UploadAsync(file);
        var upload = alice.Uploads.Of("mine");
        await upload.PassesAsync(20);
        await alice.Page.ReloadAsync(interactive: true);

        await upload.ChooseAsync(other);
        await upload.SaysAsync(new Regex(@"it is called other\.qcow2, not mine\.qcow2.*it has 1,000 B where 32\.\d MiB are expected"));
        await upload.ChooseAsync(forged);
        await upload.SaysAsync(new Regex("its content differs"));
        await Shots.TakeAsync(alice.Page, "upload-6-refused");

        Link.SendsPerSecond = null;
        await upload.ChooseAsync(file);
        await upload.EndsAsync();
    }

    [Fact]
    public async Task Two_are_sent_at_a_time_and_buttons_change_who_is_next()
    {
        using var first = await DiskFile.Qcow2Async("first.qcow2", 32, Cancellation);
        using var second = await DiskFile.Qcow2Async("second.qcow2", 32, Cancellation);
        using var third = await DiskFile.Qcow2Async("third.qcow2", 16, Cancellation);
        using var fourth = await DiskFile.Qcow2Async("fourth.qcow2", 16, Cancellation);
        var alice = await VisitAsync(People.Alice);
        Link.SendsPerSecond = 1024 * 1024;
        foreach (var file in new[] { first, second, third, fourth })
        {
            await alice.NewImage.UploadFromHereAsync(file);
        }

        await alice.Uploads.Of("third").SaysAsync(new Regex("waiting for its turn"));
        await alice.Uploads.Of("fourth").SaysAsync(new Regex("waiting for its turn"));
        await alice.Uploads.Of("fourth").Up.ClickAsync();
        await Shots.TakeAsync(alice.Page, "upload-7-queue");
        await alice.Uploads.Of("first").Pause.ClickAsync();
        await alice.Uploads.Of("fourth").PassesAsync(1);
        await alice.Uploads.Of("third").SaysAsync(new Regex("waiting for its turn"));

        Link.SendsPerSecond = null;
        await alice.Uploads.Of("third").EndsAsync();
        await alice.Uploads.Of("first").Resume.ClickAsync();
        await alice.Uploads.Of("first").EndsAsync();
    }

    [Fact]
    public async Task A_cancelled_upload_is_asked_about_once_and_is_gone()
    {
        using var file = await DiskFile.Qcow2Async("unwanted.qcow2", 32, Cancellation);
        var alice = await VisitAsync(People.Alice);
        Link.SendsPerSecond = Slow / 4;
        await alice.NewImage.UploadAsync(file);
        var upload = alice.Uploads.Of("unwanted");
        await upload.PassesAsync(5);

        await upload.Cancel.ClickAsync();
        await upload.SaysAsync(new Regex(@"^Cancel the upload of unwanted\?"));
        await upload.ConfirmCancel.ClickAsync();

        await Assertions.Expect(upload.Root).ToHaveCountAsync(0);
        await alice.Page.ReloadAsync(interactive: true);
        await Assertions.Expect(upload.Root).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_second_member_sees_the_progress_and_continues_with_the_same_file()
    {
        using var file = await DiskFile.Qcow2Async("shared-work.qcow2", 64, Cancellation);
        var alice = await VisitAsync(People.Alice);
        var bob = await VisitAsync(People.Bob);
        Link.SendsPerSecond = Slow;
        var id = await alice.NewImage.UploadAsync(file);
        await alice.Uploads.Of("shared-work").PassesAsync(10);

        await bob.Image.OpenAsync(id);
        await bob.Image.Upload.GetByText(new Regex(@"alice")).First.WaitForAsync();
        await Shots.TakeAsync(bob.Page, "upload-8-seen-by-another");
        await alice.Page.CloseAsync(new() { RunBeforeUnload = false });
        await bob.Image.Upload.GetByText(new Regex("Waiting for its sender")).WaitForAsync();
        await Shots.TakeAsync(bob.Page, "upload-9-waiting-for-sender");
        Link.SendsPerSecond = null;
        await bob.Page.ChooseAsync(bob.Image.Continue, file.Path);
        await bob.Uploads.Of("shared-work").EndsAsync();

        using var api = await ApiAsync(People.Bob);
        Assert.Equal(await file.Sha512Async(Cancellation), (await api.ImageAsync(id, Cancellation)).GetProperty("os_hash_value").GetString());
    }

    [Fact]
    public async Task Content_that_differs_from_the_expected_checksum_is_refused_with_the_cause()
    {
        using var file = await DiskFile.Qcow2Async("wrong.qcow2", 4, Cancellation);
        var alice = await VisitAsync(People.Alice);
        await alice.NewImage.OpenAsync();
        await alice.NewImage.ChooseAsync(file);
        await alice.NewImage.Checksum.FillAsync(new string('a', 128));
        await alice.NewImage.CreateAsync();

        await alice.Uploads.Of("wrong").SaysAsync(new Regex("checksum", RegexOptions.IgnoreCase));
    }

    // The browser's own storage lends handles as its file dialog does, which nobody can drive without a window.
    private static async Task LendFileAsync(IPage page, string name, int mebibytes)
    {
        await page.AddInitScriptAsync($$"""
            window.showOpenFilePicker = async () => {
              const folder = await navigator.storage.getDirectory();
              const handle = await folder.getFileHandle('{{name}}', { create: true });
              if ((await handle.getFile()).size === 0) {
                const out = await handle.createWritable();
                const piece = new Uint8Array(1024 * 1024);
                for (let i = 0; i < {{mebibytes}}; i++) { piece.fill(i + 1); await out.write(piece); }
                await out.close();
              }
              return [handle];
            };
            """);
        await page.ReloadAsync(interactive: true);
    }
}
