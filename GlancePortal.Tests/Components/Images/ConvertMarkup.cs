using Bunit;
using GlancePortal.Components.Images;
using GlancePortal.Components.Shared;
using GlancePortal.Domain.Images;
using GlancePortal.Domain.Import;
using GlancePortal.Domain.Jobs;
using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Components.Images;

/// <summary>The dialog that converts an image, and when it is offered.</summary>
[Trait("Suite", "components")]
public sealed class ConvertMarkup : ComponentTests
{
    private readonly List<ConversionDraft> _begun = [];

    [Fact]
    public void What_was_chosen_is_what_begins()
    {
        var dialog = Dialog(image => image with { DiskFormat = "raw" });

        Choose(dialog, "zstd");
        Choose(dialog, "in-place");
        dialog.Find("form").Submit();

        Assert.Equal(new ConversionDraft("qcow2") { Compression = "zstd", Replaces = true }, Assert.Single(_begun));
    }

    [Fact]
    public void A_new_image_is_named_after_the_old_one_and_the_format_until_somebody_names_it()
    {
        var dialog = Dialog(image => image with { DiskFormat = "raw" });

        Choose(dialog, "vmdk");
        Assert.Equal("debian (vmdk)", dialog.Find("#convert-name").GetAttribute("value"));
        dialog.Find("#convert-name").Change("mine");
        Choose(dialog, "vdi");
        dialog.Find("form").Submit();

        Assert.Equal(new ConversionDraft("vdi") { Name = "mine" }, Assert.Single(_begun));
    }

    [Fact]
    public void Only_qcow2_is_compressed_and_only_as_allowed()
    {
        var dialog = Dialog(image => image with { DiskFormat = "raw" }, compressions: ["zlib"]);

        Assert.Equal(["none", "zlib"], dialog.FindAll("[name=convert-compression]").Select(radio => radio.GetAttribute("value")));
        Choose(dialog, "vhdx");
        Assert.Empty(dialog.FindAll("[name=convert-compression]"));
    }

    [Fact]
    public void A_qcow2_is_only_made_anew_to_be_compressed()
    {
        var dialog = Dialog();

        Choose(dialog, "qcow2");
        Assert.True(Radio(dialog, "none").HasAttribute("disabled"));
        dialog.Find("form").Submit();

        Assert.Equal("zlib", Assert.Single(_begun).Compression);
    }

    [Fact]
    public void A_format_that_the_image_has_already_says_so()
    {
        var dialog = Dialog(image => image with { DiskFormat = "raw" });

        Assert.True(Radio(dialog, "raw").HasAttribute("disabled"));
        Assert.Contains("The image is raw already.", dialog.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_iso_wants_to_be_confirmed()
    {
        var dialog = Dialog(image => image with { DiskFormat = "iso" });

        dialog.Find("form").Submit();
        Assert.Empty(_begun);
        Assert.Equal("true", dialog.Find("#convert-iso").GetAttribute("aria-invalid"));

        dialog.Find("#convert-iso").Change(true);
        dialog.Find("form").Submit();
        Assert.True(Assert.Single(_begun).TakesIso);
    }

    [Fact]
    public void In_place_says_what_changes_and_is_closed_to_who_may_not_change_the_image()
    {
        Assert.Contains("size, checksum and hash change. Running instances are not affected", Dialog().Markup, StringComparison.Ordinal);

        var dialog = Dialog(image => image with { Rights = Samples.Own with { Change = false } });
        Assert.True(Radio(dialog, "in-place").HasAttribute("disabled"));
        Assert.Contains("Only those who may change this image", dialog.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_the_tool_says_how_it_is_installed()
    {
        var dialog = Dialog(fault: new Refusal("convert.tool_missing", "It is not installed.", "req-1"));

        Assert.Empty(dialog.FindAll("form"));
        Assert.Contains("qemu-utils", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_stays_in_the_dialog_with_what_was_chosen()
    {
        var dialog = Dialog(refusal: new Refusal("import.locked", "Another import runs.", "req-1"));

        Choose(dialog, "vmdk");
        dialog.Find("form").Submit();

        Assert.Contains("Other work on this image runs", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(Radio(dialog, "vmdk").HasAttribute("checked"));
    }

    [Fact]
    public void The_command_has_what_was_chosen()
    {
        var form = new ConversionForm(Samples.Image(image => image with { DiskFormat = "raw" }), "it's", ["zlib"]) { Compression = "zlib" };

        Assert.Equal(
            "curl -X POST -H \"X-Auth-Token: $OS_TOKEN\" -H 'Content-Type: application/json' "
            + """-d '{"diskFormat":"qcow2","compression":"zlib","name":"it'\''s (qcow2)"}' """
            + ShellQuote.Of("http://x/api/v1/images/11111111-2222-3333-4444-555555555555/convert"),
            form.Command("http://x/"));
    }

    [Theory]
    [InlineData("raw", "bare", null)]
    [InlineData("iso", "bare", null)]
    [InlineData("aki", "bare", "WhyNot.Format")]
    [InlineData("raw", "ova", "WhyNot.Container")]
    public void What_cannot_be_converted_says_why(string disk, string container, string? why) =>
        Assert.Equal(why, ConversionOffer.WhyNot(Samples.Image(image => image with { DiskFormat = disk, ContainerFormat = container })));

    [Theory]
    [InlineData(JobState.Running, "WhyNot.Running")]
    [InlineData(JobState.Succeeded, null)]
    public void One_conversion_runs_at_a_time(JobState state, string? why) =>
        Assert.Equal(why, ConversionOffer.WhyNot(Samples.Image(image => image with { Jobs = [Samples.Job(state) with { Type = JobTypes.ImageConvert }] })));

    [Fact]
    public void Nothing_is_offered_to_who_may_not_have_the_data_or_do_nothing_with_it()
    {
        Assert.True(ConversionOffer.IsMade(Samples.Image()));
        Assert.False(ConversionOffer.IsMade(Samples.Image(image => image with { Status = ImageStatus.Queued })));
        Assert.False(ConversionOffer.IsMade(Samples.Image(image => image with { Rights = Samples.Own with { Download = false } })));
        Assert.False(ConversionOffer.IsMade(Samples.Image(image => image with { Viewer = Samples.Reader, Rights = Samples.Own with { Change = false } })));
    }

    private static void Choose(IRenderedComponent<ConvertImageDialog> dialog, string value) => Radio(dialog, value).Change(value);

    private static AngleSharp.Dom.IElement Radio(IRenderedComponent<ConvertImageDialog> dialog, string value) => dialog.Find($"input[type=radio][value={value}]");

    private IRenderedComponent<ConvertImageDialog> Dialog(
        Func<ImageDetails, ImageDetails>? change = null, IReadOnlyList<string>? compressions = null, Refusal? fault = null, Refusal? refusal = null) =>
        Render<ConvertImageDialog>(parameters => parameters
            .Add(x => x.Image, Samples.Image(change)).Add(x => x.Name, "debian").Add(x => x.Fault, fault)
            .Add(x => x.Compressions, compressions ?? ["zlib", "zstd"])
            .Add(x => x.Begin, draft =>
            {
                _begun.Add(draft);
                return Task.FromResult(refusal);
            }));
}
