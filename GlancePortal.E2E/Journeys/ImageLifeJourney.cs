using System.Text.RegularExpressions;
using GlancePortal.E2E.Support;
using Microsoft.Playwright;
using Xunit;

namespace GlancePortal.E2E.Journeys;

/// <summary>What happens to an image after it came: found, downloaded, changed, deleted, brought back.</summary>
public sealed class ImageLifeJourney(Chromium chromium) : PortalJourney(chromium)
{
    [Fact]
    public async Task A_download_has_the_bytes_that_were_uploaded_and_the_images_name()
    {
        using var file = await DiskFile.Qcow2Async("disk.qcow2", 8, Cancellation);
        using var api = await ApiAsync(People.Alice);
        var id = await api.CreateAsync("base system", file, Cancellation);
        var alice = await VisitAsync(People.Alice);
        await alice.Image.OpenAsync(id);

        var download = await alice.Page.RunAndWaitForDownloadAsync(() => alice.Image.Download.ClickAsync());

        Assert.Equal("base system.qcow2", download.SuggestedFilename);
        Assert.Equal(await File.ReadAllBytesAsync(file.Path, Cancellation), await File.ReadAllBytesAsync(await download.PathAsync(), Cancellation));
    }

    [Fact]
    public async Task An_edit_is_saved_once_and_seen_by_other_clients()
    {
        using var file = await DiskFile.Qcow2Async("disk.qcow2", 1, Cancellation);
        using var api = await ApiAsync(People.Alice);
        var id = await api.CreateAsync("before", file, Cancellation);
        var alice = await VisitAsync(People.Alice);
        await alice.Image.OpenAsync(id);
        await alice.Image.Edit.ClickAsync();

        await alice.Edit.Name.FillAsync("after");
        await alice.Edit.Description.FillAsync("What we build on");
        await alice.Edit.Tags.FillAsync("base, lts");
        await alice.Edit.Protected.CheckAsync();
        await alice.Edit.Save.ClickAsync();
        await Assertions.Expect(alice.Image.Heading).ToHaveTextAsync("after");

        var image = await api.ImageAsync(id, Cancellation);
        Assert.Equal("after", image.GetProperty("name").GetString());
        Assert.Equal("What we build on", image.GetProperty("description").GetString());
        Assert.Equal(["base", "lts"], image.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).Order());
        Assert.True(image.GetProperty("protected").GetBoolean());
    }

    [Fact]
    public async Task A_deleted_image_comes_back_by_undo_with_its_data()
    {
        using var file = await DiskFile.Qcow2Async("disk.qcow2", 1, Cancellation);
        using var api = await ApiAsync(People.Alice);
        var id = await api.CreateAsync("regretted", file, Cancellation);
        var alice = await VisitAsync(People.Alice);
        await alice.Image.OpenAsync(id);

        await alice.Image.Delete.ClickAsync();
        await alice.Page.WaitForURLAsync(new Regex("/images$"));
        await Assertions.Expect(alice.Images.Link("regretted")).ToHaveCountAsync(0);
        await alice.Images.Undo.ClickAsync();
        await alice.Page.GetByText("“regretted” was restored").WaitForAsync();

        await alice.Images.OpenAsync();
        await alice.Images.Link("regretted").WaitForAsync();
        Assert.Equal(await File.ReadAllBytesAsync(file.Path, Cancellation), await api.DataAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_reader_is_told_which_role_uploading_needs()
    {
        var carol = await VisitAsync(People.Carol);
        await carol.Images.OpenAsync();
        await carol.Page.GetByText(new Regex("needs the role member")).WaitForAsync();

        await carol.NewImage.OpenAsync();
        await carol.Page.GetByRole(AriaRole.Alert).WaitForAsync();
        await Assertions.Expect(carol.NewImage.Create).ToHaveCountAsync(0);
        await Shots.TakeAsync(carol.Page, "new-image-reader");
    }
}
