using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>Describing an image: what the browser reads in the file, what the form says of faults, what the command becomes.</summary>
public sealed class NewImageJourney(Chromium chromium) : PortalJourney(chromium)
{
    [Fact]
    public async Task The_header_fills_in_format_and_disk_size_of_every_format_before_a_byte_is_sent()
    {
        var alice = await VisitAsync(People.Alice);
        await alice.NewImage.OpenAsync();
        foreach (var (kind, format, options) in new (string, string, string[])[]
        {
            ("qcow2", "qcow2", []), ("vmdk", "vmdk", []), ("vpc", "vhd", ["force_size=on"]), ("vpc", "vhd", ["subformat=fixed", "force_size=on"]),
            ("vhdx", "vhdx", []), ("vdi", "vdi", []),
        })
        {
            using var file = await DiskFile.EmptyAsync($"debian-12-{Guid.NewGuid():N}.img", kind, Cancellation, options);
            await alice.NewImage.ChooseAsync(file);
            await alice.NewImage.Found.GetByText(new Regex($"by its header {format}.* with a disk of 64 MiB")).WaitForAsync();
            await Assertions.Expect(alice.NewImage.DiskFormat).ToHaveValueAsync(format);
        }

        await Assertions.Expect(alice.NewImage.System).ToHaveValueAsync("debian");
        await Shots.TakeAsync(alice.Page, "new-image-filled");
        Assert.Empty(alice.Complaints);
    }

    [Theory]
    [InlineData("qed", "qed")]
    [InlineData("luks", "LUKS")]
    [InlineData("backing", "backing file")]
    public async Task A_file_that_the_server_would_refuse_is_refused_with_words(string kind, string words)
    {
        using var file = await RefusedAsync(kind);
        var alice = await VisitAsync(People.Alice);
        await alice.NewImage.OpenAsync();
        await alice.NewImage.ChooseAsync(file);

        await alice.Page.GetByText(new Regex($"{words}.* not accepted")).First.WaitForAsync();
    }

    [Fact]
    public async Task Faults_are_listed_on_top_and_lead_to_their_fields()
    {
        var alice = await VisitAsync(People.Alice);
        await alice.NewImage.OpenAsync();
        await alice.NewImage.Checksum.FillAsync("abc");
        await alice.NewImage.Create.ClickAsync();

        await alice.NewImage.Faults.GetByText("4 things to correct").WaitForAsync();
        await Shots.TakeAsync(alice.Page, "new-image-faults");
        await alice.NewImage.Faults.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("md5") }).ClickAsync();
        await Assertions.Expect(alice.NewImage.Checksum).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_file_dropped_on_the_list_leads_to_the_form_with_what_its_header_says()
    {
        var alice = await VisitAsync(People.Alice);
        await alice.Images.OpenAsync();
        await alice.Page.EvaluateAsync("""
            () => {
              const header = new Uint8Array(64 * 1024);
              header.set([0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3]);
              new DataView(header.buffer).setBigUint64(24, 5n << 30n);
              const dropped = new DataTransfer();
              dropped.items.add(new File([header], 'ubuntu-24.04.qcow2'));
              document.querySelector('h1').dispatchEvent(new DragEvent('drop', { dataTransfer: dropped, bubbles: true, cancelable: true }));
            }
            """);

        await alice.NewImage.Heading.WaitForAsync();
        await alice.NewImage.Found.GetByText("with a disk of 5 GiB").WaitForAsync();
        await Assertions.Expect(alice.NewImage.Name).ToHaveValueAsync("ubuntu-24.04");
    }

    [Fact]
    public async Task The_command_follows_what_one_types()
    {
        var alice = await VisitAsync(People.Alice);
        await alice.NewImage.OpenAsync();
        await alice.NewImage.Name.FillAsync("my base");
        await alice.NewImage.Tags.FillAsync("lts, base");

        await alice.NewImage.Command.GetByText(new Regex(@"image create 'my base'[\s\S]*--tag lts[\s\S]*--tag base")).WaitForAsync();
    }

    private static async Task<DiskFile> RefusedAsync(string kind)
    {
        if (kind != "backing")
        {
            return kind == "qed"
                ? await DiskFile.EmptyAsync("old.img", "qed", Cancellation)
                : DiskFile.Of("secret.img", [.. "LUKS"u8, 0xba, 0xbe, 0, 1, .. new byte[4096]]);
        }

        using var below = await DiskFile.EmptyAsync("base.qcow2", "qcow2", Cancellation);
        return await DiskFile.EmptyAsync("overlay.qcow2", "qcow2", Cancellation, $"backing_file={below.Path}", "backing_fmt=qcow2");
    }
}
