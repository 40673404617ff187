using GlancePortal.Tests.Support;
using Xunit;

namespace GlancePortal.Tests.Cli;

/// <summary>`glance member-*`, by the project that shares and the one that is shared with.</summary>
[Trait("Suite", "cli")]
public sealed class GlanceMembers(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string Beta = PortalFactory.Beta;
    private readonly Glance _alice = new(portal.Credentials("alice", "alpha"));
    private readonly Glance _bob = new(portal.Credentials("bob", "beta"));

    [Fact]
    public async Task A_project_is_offered_an_image_takes_it_and_loses_it_again()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.UploadImageAsync([1, 2, 3], "for-beta");

        var made = Assert.Single(await _alice.RowsAsync("member-create", id, Beta));
        Assert.Equal((id, Beta, "pending"), (made["Image ID"], made["Member ID"], made["Status"]));
        await _alice.RefusedAsync("HTTP 409 Conflict", "member-create", id, Beta);
        Assert.Equal(["for-beta"], await SeenAsync("--member-status", "pending"));

        foreach (var (status, seen) in new (string, string[])[] { ("accepted", ["for-beta"]), ("rejected", []), ("pending", []) })
        {
            var changed = Assert.Single(await _bob.RowsAsync("member-update", id, Beta, status));
            Assert.Equal((id, Beta, status), (changed["Image ID"], changed["Member ID"], changed["Status"]));
            Assert.Equal(seen, await SeenAsync());
        }

        await _alice.RunAsync("member-delete", id, Beta);
        Assert.Empty(await SeenAsync("--member-status", "all"));
        await _alice.RefusedAsync("HTTP 404 Not Found", "member-get", id, Beta);
        await _bob.RefusedAsync("HTTP 404 Not Found", "image-show", id);
    }

    [Fact]
    public async Task The_owner_sees_all_members_and_a_member_itself()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var id = await http.CreateImageIdAsync();
        await _alice.RunAsync("member-create", id, Beta);
        await _alice.RunAsync("member-create", id, "elsewhere");

        Assert.Equal(new[] { Beta, "elsewhere" }.Order(), (await _alice.ListAsync("Member ID", "member-list", "--image-id", id)).Order());
        Assert.Equal([Beta], await _bob.ListAsync("Member ID", "member-list", "--image-id", id));
        var own = await _bob.ShowAsync("member-get", id, Beta);
        Assert.Equal((id, Beta, "pending", "/v2/schemas/member"), (own["image_id"], own["member_id"], own["status"], own["schema"]));
        await _bob.RefusedAsync("HTTP 404 Not Found", "member-get", id, "elsewhere");
    }

    [Fact]
    public async Task Who_may_not_is_refused_with_the_reason()
    {
        using var http = await portal.ConnectAsync("alice", "alpha");
        var (shared, kept) = (await http.CreateImageIdAsync(), await http.CreateImageIdAsync("""{ "visibility": "private" }"""));
        await _alice.RunAsync("member-create", shared, Beta);

        await _alice.RefusedAsync("modify_member", "member-update", shared, Beta, "accepted");
        await _bob.RefusedAsync("add_member", "member-create", shared, "elsewhere");
        await _bob.RefusedAsync("delete_member", "member-delete", shared, Beta);
        await _alice.RefusedAsync("HTTP 403 Forbidden: Only an image with the visibility shared has members.", "member-create", kept, Beta);
        await _alice.RefusedAsync("HTTP 403 Forbidden", "member-list", "--image-id", kept);
    }

    private Task<IReadOnlyList<string>> SeenAsync(params string[] options) =>
        _bob.ListAsync("Name", ["image-list", "--property-filter", "name=for-beta", .. options]);
}
